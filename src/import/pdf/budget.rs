//! How much a PDF may ask for. Counts and reads no clock, so that the same file always comes out the same.

/// Most operators and bytes of all pages, drawings within drawings counted each time; most fonts and what they are made of;
/// most glyphs. The largest newspapers and theses stay below a tenth of each.
const OPERATORS: u64 = 12_000_000;
const BYTES: u64 = 192 << 20;
const FONTS: u64 = 4_000;
const FONT_BYTES: u64 = 160 << 20;
const GLYPHS: u64 = 4_000_000;
const GLYPHS_OF_A_PAGE: u64 = 200_000;

/// How many operators one is worth that shows a drawing.
const DRAWING: u64 = 60;

/// What is left of it.
#[derive(Debug)]
pub(super) struct Budget {
    operators: u64,
    bytes: u64,
    fonts: u64,
    font_bytes: u64,
    glyphs: u64,
    on_page: u64,
    is_spent: bool,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            operators: OPERATORS,
            bytes: BYTES,
            fonts: FONTS,
            font_bytes: FONT_BYTES,
            glyphs: GLYPHS,
            on_page: GLYPHS_OF_A_PAGE,
            is_spent: false,
        }
    }

    /// Whether more was asked for than there was.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }

    pub(super) fn take_operator(&mut self) -> bool {
        Self::take(&mut self.operators, 1, &mut self.is_spent)
    }

    /// A drawing within a page costs more than what is in it.
    pub(super) fn take_drawing(&mut self) -> bool {
        Self::take(&mut self.operators, DRAWING, &mut self.is_spent)
    }

    /// Says that more was asked for than there can be.
    pub(super) fn spend(&mut self) {
        self.is_spent = true;
    }

    pub(super) fn take_bytes(&mut self, bytes: u64) -> bool {
        Self::take(&mut self.bytes, bytes, &mut self.is_spent)
    }

    pub(super) fn take_font(&mut self, bytes: u64) -> bool {
        Self::take(&mut self.fonts, 1, &mut self.is_spent)
            && Self::take(&mut self.font_bytes, bytes, &mut self.is_spent)
    }

    pub(super) fn take_glyph(&mut self) -> bool {
        Self::take(&mut self.on_page, 1, &mut self.is_spent)
            && Self::take(&mut self.glyphs, 1, &mut self.is_spent)
    }

    pub(super) fn begin_page(&mut self) {
        self.on_page = GLYPHS_OF_A_PAGE;
    }

    fn take(left: &mut u64, wanted: u64, is_spent: &mut bool) -> bool {
        if let Some(rest) = left.checked_sub(wanted) {
            *left = rest;
        } else {
            *is_spent = true;
        }
        !*is_spent
    }
}
