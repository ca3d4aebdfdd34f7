//! The fonts of a PDF: which letters a code stands for and how wide it is. Draws nothing.
//!
//! The library reads what it is given as a whole, however long that is, so a font is looked at before it is made.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, CharacterCollection, CidFamily, load_embedded};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontResolverFn, StandardFont};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as Bytes};

use crate::import::pdf::budget::Budget;
use crate::import::pdf::glyph::Style;
use crate::import::pdf::letters;
use crate::import::pdf::sizes;

/// Most letters that one code may stand for; the longest ligature that a font has is a phrase in Arabic.
const MOST_LETTERS: usize = 32;

/// Most codes of a font that are widths given one by one or in stretches.
const MOST_CODES: u64 = 200_000;

/// Thousandths of the height are what widths are counted in.
const UNITS: f64 = 1_000.0;

/// A font and what is known of it.
pub(super) struct Face<'a> {
    font: Font<'a>,
    pub(super) style: Style,
    /// The height of its letters where a size of 1 is asked for.
    pub(super) height: f64,
    collection: Option<Collection>,
    known: RefCell<HashMap<u32, Option<Rc<str>>>>,
}

/// Numbers of letters in a collection of Chinese, Japanese or Korean ones.
struct Collection {
    numbers: CMap,
    letters: CMap,
}

/// What makes fonts.
pub(super) struct Faces<'a> {
    made: HashMap<usize, Option<Rc<Face<'a>>>>,
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    maps: CMapResolverFn,
}

impl<'a> Faces<'a> {
    pub(super) fn new() -> Self {
        Self {
            made: HashMap::new(),
            cache: FontCache::new(),
            // A font that the file does not hold is only named; any will do where nothing is drawn.
            fonts: std::sync::Arc::new(|_| Some(StandardFont::Helvetica.get_font_data())),
            maps: std::sync::Arc::new(load_embedded),
        }
    }

    /// Returns the font that a dictionary describes; none when it is damaged or a bomb.
    pub(super) fn face(&mut self, dict: &Dict<'a>, budget: &mut Budget) -> Option<Rc<Face<'a>>> {
        // Where it stands in the file is what makes it this one.
        let key = dict.data().as_ptr() as usize;
        if let Some(face) = self.made.get(&key) {
            return face.clone();
        }
        let face = self.make(dict, budget).map(Rc::new);
        self.made.insert(key, face.clone());
        face
    }

    /// Returns the font for text that names one which is not there.
    pub(super) fn usual(&mut self) -> Option<Rc<Face<'a>>> {
        let make = || {
            let font = self
                .cache
                .standard_font(StandardFont::Helvetica, &self.fonts)?;
            Some(Rc::new(Face {
                font,
                style: Style::default(),
                height: 1.0,
                collection: None,
                known: RefCell::default(),
            }))
        };
        self.made.entry(0).or_insert_with(make).clone()
    }

    fn make(&self, dict: &Dict<'a>, budget: &mut Budget) -> Option<Face<'a>> {
        if !budget.take_font(weight(dict)?) {
            return None;
        }
        let font = self.cache.font(dict, &self.fonts, &self.maps)?;
        Some(Face {
            font,
            style: style(dict),
            height: height(dict),
            collection: collection(dict),
            known: RefCell::default(),
        })
    }
}

impl Face<'_> {
    /// Returns the next code of a string and how many bytes it takes.
    pub(super) fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, at);
        (code, length.max(1))
    }

    /// Returns the way to the next code, in heights of the font: to the right, and up.
    pub(super) fn advance(&self, code: u32) -> (f64, f64) {
        let way = self.font.code_advance(code);
        (way.x / UNITS, way.y / UNITS)
    }

    pub(super) fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    /// Returns the letters that a code stands for; none when nothing tells.
    pub(super) fn letters(&self, code: u32) -> Option<Rc<str>> {
        if let Some(known) = self.known.borrow().get(&code) {
            return known.clone();
        }
        let found = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let found = found
            .or_else(|| self.collected(code))
            .map(|found| match found {
                BfString::Char(letter) => letter.to_string(),
                BfString::String(letters) => letters,
            });
        let found = found
            .filter(|found| found.chars().take(MOST_LETTERS + 1).count() <= MOST_LETTERS)
            .and_then(|found| letters::plain(&found))
            .map(Rc::from);
        self.known.borrow_mut().insert(code, found.clone());
        found
    }

    fn collected(&self, code: u32) -> Option<BfString> {
        let collection = self.collection.as_ref()?;
        let number = (1..=4).find_map(|bytes| collection.numbers.lookup_cid_code(code, bytes))?;
        collection.letters.lookup_bf_string(number)
    }
}

/// Returns how many bytes and entries the library will go through to make a font; none for what would never end.
fn weight(dict: &Dict<'_>) -> Option<u64> {
    let mut weight = streams(dict, &["ToUnicode", "Encoding"])?;
    // Widths of codes before the first are filled in.
    let first = dict.get::<Number>("FirstChar");
    let first = first.map_or(0, |first| first.as_i64()).unsigned_abs();
    if first > MOST_CODES {
        return None;
    }
    weight += entries(dict, "Widths")?;
    if let Some(encoding) = dict.get::<Dict<'_>>("Encoding") {
        weight += entries(&encoding, "Differences")?;
    }
    if let Some(descriptor) = dict.get::<Dict<'_>>("FontDescriptor") {
        weight += streams(&descriptor, &["FontFile", "FontFile2", "FontFile3"])?;
    }
    let below = dict.get::<Array<'_>>("DescendantFonts");
    if let Some(below) = below.and_then(|all| all.iter::<Dict<'_>>().next()) {
        weight += streams(&below, &["CIDToGIDMap"])?;
        weight += spread(&below, "W", 3)? + spread(&below, "W2", 5)?;
        if let Some(descriptor) = below.get::<Dict<'_>>("FontDescriptor") {
            weight += streams(&descriptor, &["FontFile", "FontFile2", "FontFile3"])?;
        }
    }
    Some(weight)
}

fn streams(dict: &Dict<'_>, keys: &[&str]) -> Option<u64> {
    let streams = keys.iter().filter_map(|key| dict.get::<Stream<'_>>(key));
    streams
        .map(|stream| sizes::size(&stream).filter(|size| *size <= sizes::MOST_STREAM))
        .sum()
}

fn entries(dict: &Dict<'_>, key: &str) -> Option<u64> {
    let length = dict.get::<Array<'_>>(key);
    let length = length.map_or(0, |array| array.data().len() as u64);
    (length <= MOST_CODES * 8).then_some(length)
}

/// Widths of a large font are a first code and an array, or a first code, a last one, and what all between have; the
/// library fills in each.
fn spread(dict: &Dict<'_>, key: &str, each: usize) -> Option<u64> {
    let weight = entries(dict, key)?;
    let Some(array) = dict.get::<Array<'_>>(key) else {
        return Some(0);
    };
    let (mut codes, mut row) = (0_u64, Vec::new());
    for entry in array.iter::<Object<'_>>() {
        match entry {
            Object::Array(array) => {
                codes += array.data().len() as u64;
                row.clear();
            }
            Object::Number(number) => row.push(number.as_i64()),
            _ => row.clear(),
        }
        if let [first, last, ..] = row[..]
            && row.len() == each
        {
            codes += last.saturating_sub(first).max(0).unsigned_abs();
            row.clear();
        }
        if codes > MOST_CODES {
            return None;
        }
    }
    // Numbers out of step could be taken for stretches that we did not see.
    row.is_empty().then_some(weight + codes)
}

fn style(dict: &Dict<'_>) -> Style {
    const ITALIC: i32 = 1 << 6;
    const FORCE_BOLD: i32 = 1 << 18;
    const HEAVY: i64 = 600;
    let below = dict
        .get::<Array<'_>>("DescendantFonts")
        .and_then(|all| all.iter::<Dict<'_>>().next());
    let descriptor = dict
        .get::<Dict<'_>>("FontDescriptor")
        .or_else(|| below?.get::<Dict<'_>>("FontDescriptor"));
    let name = dict.get::<Name<'_>>("BaseFont");
    let name = name.map_or_else(String::new, |name| name.as_str().to_lowercase());
    // "CMBX10" is bold, "CMTI10" italic; all documents of TeX have them.
    let tex = name.split_once('+').map_or(name.as_str(), |(_, name)| name);
    let is_tex = |starts: &[&str]| starts.iter().any(|start| tex.starts_with(start));
    let flags = descriptor.as_ref().and_then(|all| all.get::<i32>("Flags"));
    let flags = flags.unwrap_or(0);
    let weight = descriptor
        .as_ref()
        .and_then(|all| all.get::<Number>("FontWeight"));
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Style {
        is_bold: has(&["bold", "black", "heavy", "-semi", "demi", "medi"]) && !has(&["medium"])
            || is_tex(&["cmbx", "cmb1", "sfbx", "ecbx", "tibx"])
            || flags & FORCE_BOLD != 0
            || weight.is_some_and(|weight| weight.as_i64() >= HEAVY),
        is_italic: has(&["italic", "oblique", "slanted", "-it", "ital"])
            || is_tex(&["cmti", "cmsl", "sfti", "ecti"])
            || flags & ITALIC != 0,
    }
}

/// Letters that are drawings have a size of their own: that of their box.
fn height(dict: &Dict<'_>) -> f64 {
    const ASCENT: f64 = 0.8;
    if dict
        .get::<Name<'_>>("Subtype")
        .is_none_or(|kind| kind.as_str() != "Type3")
    {
        return 1.0;
    }
    let matrix = dict.get::<[f64; 6]>("FontMatrix");
    let scale = matrix.map_or(1.0 / UNITS, |matrix| matrix[3].abs());
    let drawn = dict
        .get::<[f64; 4]>("FontBBox")
        .map_or(0.0, |drawn| (drawn[3] - drawn[1]).abs());
    let height = drawn * scale * ASCENT;
    if height.is_finite() && height > 0.0 {
        height
    } else {
        1.0
    }
}

/// Fonts of Chinese, Japanese and Korean may say nothing about letters but which collection theirs are from.
fn collection(dict: &Dict<'_>) -> Option<Collection> {
    if dict.contains_key("ToUnicode") {
        return None;
    }
    let name = dict.get::<Name<'_>>("Encoding")?;
    let below = dict
        .get::<Array<'_>>("DescendantFonts")?
        .iter::<Dict<'_>>()
        .next()?;
    let info = below.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<Bytes<'_>>("Registry")?;
    let ordering = info.get::<Bytes<'_>>("Ordering")?;
    let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
    let read = |name: CMapName<'_>| CMap::parse(load_embedded(name)?, load_embedded);
    let numbers = match CMapName::from_bytes(name.as_str().as_bytes()) {
        CMapName::IdentityH => CMap::identity_h(),
        CMapName::IdentityV => CMap::identity_v(),
        other => read(other)?,
    };
    let own = |collection: &CharacterCollection| collection.family.ucs2_cmap();
    let letters = numbers
        .metadata()
        .character_collection
        .as_ref()
        .and_then(own);
    let letters = read(letters.or_else(|| family.ucs2_cmap())?)?;
    Some(Collection { numbers, letters })
}
