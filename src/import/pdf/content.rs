//! What the pages of a PDF show, as glyphs with their places: an interpreter of only those operators that have to do with
//! text. Knows nothing of colours, paths and pictures, and decodes none.

use std::collections::HashSet;
use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::{Page, Resources};

use crate::import::pdf::budget::Budget;
use crate::import::pdf::face::{Face, Faces};
use crate::import::pdf::glyph::{self, Placed, Sheet, Style};
use crate::import::pdf::{letters, sizes, strings};

/// Most drawings within each other, and most states that are kept for later.
const MOST_DEPTH: usize = 16;
const MOST_STATES: usize = 512;

/// Longest text that replaces a few glyphs, and most glyphs that are replaced: a ligature, a hyphen. What stands for more is
/// a description of it.
const LONGEST_REPLACEMENT: usize = 32;

/// What was read of a document while its pages were.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// How many codes had letters, and how many had none.
    pub(super) known: usize,
    pub(super) unknown: usize,
    /// How many glyphs were marked as no part of the text, and were left out.
    pub(super) artifacts: usize,
}

/// Reads pages.
pub(super) struct Reader<'a> {
    faces: Faces<'a>,
    hidden: HashSet<ObjectIdentifier>,
    pub(super) budget: Budget,
    pub(super) told: Told,
    /// Whether what is marked as no part of the text is left out.
    pub(super) leaves_artifacts: bool,
}

impl<'a> Reader<'a> {
    /// Returns a reader for a document with this catalog.
    pub(super) fn new(catalog: Option<&Dict<'a>>) -> Self {
        Self {
            faces: Faces::new(),
            hidden: catalog.map(hidden).unwrap_or_default(),
            budget: Budget::new(),
            told: Told::default(),
            leaves_artifacts: true,
        }
    }

    /// Returns the glyphs of a page.
    pub(super) fn sheet(&mut self, page: &Page<'a>) -> Sheet {
        self.budget.begin_page();
        let (width, height) = page.render_dimensions();
        let Some(content) = self.content(page) else {
            return Sheet::default();
        };
        let mut run = Run {
            reader: self,
            glyphs: Vec::new(),
            state: State::new(Affine::new(page.initial_transform(true).as_coeffs())),
            states: Vec::new(),
            marked: Vec::new(),
        };
        run.read(&content, page.resources(), 0);
        glyph::turned(run.glyphs, width, height)
    }

    /// Returns the operators of a page. Its streams are pieces of one, with gaps.
    fn content(&mut self, page: &Page<'a>) -> Option<Vec<u8>> {
        let dict = page.raw();
        let streams: Vec<Stream<'a>> = match dict.get::<Object<'a>>("Contents")? {
            Object::Stream(stream) => vec![stream],
            Object::Array(array) => array.iter::<Stream<'a>>().collect(),
            _ => return None,
        };
        let mut content = Vec::new();
        for stream in streams {
            // A piece that is damaged costs no other.
            let size = sizes::size(&stream).unwrap_or(0);
            if size > sizes::MOST_STREAM || !self.budget.take_bytes(size) {
                self.budget.spend();
                return None;
            }
            let Some(piece) = sizes::unpacked(&stream) else {
                continue;
            };

            content.extend_from_slice(&piece);
            content.push(b' ');
        }
        Some(content)
    }
}

/// Layers that are not shown as the document opens.
fn hidden(catalog: &Dict<'_>) -> HashSet<ObjectIdentifier> {
    let mut hidden = HashSet::new();
    let Some(layers) = catalog.get::<Dict<'_>>("OCProperties") else {
        return hidden;
    };
    let Some(usual) = layers.get::<Dict<'_>>("D") else {
        return hidden;
    };
    let listed = |dict: &Dict<'_>, key: &str| -> Vec<ObjectIdentifier> {
        let array = dict.get::<Array<'_>>(key);
        let refs = array.iter().flat_map(Array::raw_iter);
        refs.filter_map(|entry| entry.as_obj_ref().map(Into::into))
            .collect()
    };
    if usual
        .get::<Name<'_>>("BaseState")
        .is_some_and(|state| state.as_str() == "OFF")
    {
        hidden.extend(listed(&layers, "OCGs"));
    }
    for shown in listed(&usual, "ON") {
        hidden.remove(&shown);
    }
    hidden.extend(listed(&usual, "OFF"));
    hidden
}

/// What the operators change.
#[derive(Clone)]
struct State<'a> {
    page: Affine,
    /// Where the next glyph and the next line begin.
    text: Affine,
    line: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(page: Affine) -> Self {
        Self {
            page,
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
            face: None,
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }

    fn next_line(&mut self, across: f64, up: f64) {
        self.line *= Affine::translate((across, up));
        self.text = self.line;
    }
}

/// A stretch of content that is marked as something.
struct Marked {
    kind: Kind,
    /// How many glyphs there were before it.
    start: usize,
}

enum Kind {
    Other,
    Artifact,
    Hidden,
    /// What its glyphs stand for.
    Replaced(Rc<str>),
}

/// The reading of one page.
struct Run<'r, 'a> {
    reader: &'r mut Reader<'a>,
    glyphs: Vec<Placed>,
    state: State<'a>,
    states: Vec<State<'a>>,
    marked: Vec<Marked>,
}

impl<'a> Run<'_, 'a> {
    fn read(&mut self, content: &[u8], resources: &Resources<'a>, depth: usize) {
        let (states, marked) = (self.states.len(), self.marked.len());
        let mut ops = TypedIter::new(content);
        while let Some(op) = ops.next() {
            if !self.reader.budget.take_operator() {
                return;
            }
            match op {
                Op::SaveState(_) if self.states.len() < MOST_STATES => {
                    self.states.push(self.state.clone());
                }
                Op::RestoreState(_) if self.states.len() > states => {
                    if let Some(state) = self.states.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(m) => self.state.page *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
                Op::XObject(name) => self.draw(name.0, resources, depth),
                Op::BeginMarkedContent(tag) => self.begin(tag.0, None, resources),
                Op::BeginMarkedContentWithProperties(tag) => {
                    self.begin(tag.0, Some(tag.1.clone()), resources);
                }
                Op::EndMarkedContent(_) if self.marked.len() > marked => self.end(),
                Op::TextFont(font) => {
                    self.state.size = font.1.as_f64();
                    let dict = resources.get_font(font.0);
                    let reader = &mut *self.reader;
                    self.state.face = match dict {
                        Some(dict) => reader.faces.face(&dict, &mut reader.budget),
                        None => reader.faces.usual(),
                    };
                }
                _ => self.set(op),
            }
        }
        self.states.truncate(states);
        while self.marked.len() > marked {
            self.end();
        }
    }

    /// Follows the operators of text.
    fn set(&mut self, op: Op<'_, '_>) {
        let state = &mut self.state;
        match op {
            Op::BeginText(_) => {
                state.text = Affine::IDENTITY;
                state.line = Affine::IDENTITY;
            }
            Op::CharacterSpacing(spacing) => state.spacing = spacing.0.as_f64(),
            Op::WordSpacing(spacing) => state.word_spacing = spacing.0.as_f64(),
            Op::HorizontalScaling(scaling) => state.scaling = scaling.0.as_f64() / 100.0,
            Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => state.rise = rise.0.as_f64(),
            Op::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                state.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::SetTextMatrix(m) => {
                state.line = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                state.text = state.line;
            }
            Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            Op::ShowText(text) => self.show(text.0.as_bytes()),
            Op::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes());
            }
            Op::ShowTextWithParameters(text) => {
                state.word_spacing = text.0.as_f64();
                state.spacing = text.1.as_f64();
                state.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes());
            }
            Op::ShowTexts(parts) => {
                for part in parts.0.iter::<Object<'_>>() {
                    match part {
                        Object::String(text) => self.show(text.as_bytes()),
                        Object::Number(by) => self.shift(by.as_f64()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn shift(&mut self, by: f64) {
        let state = &mut self.state;
        let way = -by / 1_000.0 * state.size;
        let is_level = state.face.as_ref().is_none_or(|face| face.is_horizontal());
        state.text *= Affine::translate(if is_level {
            (way * state.scaling, 0.0)
        } else {
            (0.0, way)
        });
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(face) = self.state.face.clone() else {
            // Text that is there and cannot be read is not to be lost without a word.
            self.reader.told.unknown += bytes.len();
            return;
        };
        let is_hidden = self
            .marked
            .iter()
            .any(|marked| matches!(marked.kind, Kind::Hidden));
        let is_artifact = self
            .marked
            .iter()
            .any(|marked| matches!(marked.kind, Kind::Artifact));
        let mut at = 0;
        while at < bytes.len() {
            if !self.reader.budget.take_glyph() {
                return;
            }
            let (code, length) = face.code(bytes, at);
            at += length;
            let (across, up) = face.advance(code);
            let state = &mut self.state;
            let word = if length == 1 && code == 32 {
                state.word_spacing
            } else {
                0.0
            };
            let spacing = state.spacing + word;
            let (glyph, way) = if face.is_horizontal() {
                let glyph = across * state.size * state.scaling;
                ((glyph, 0.0), (glyph + spacing * state.scaling, 0.0))
            } else {
                let glyph = up * state.size;
                ((0.0, glyph), (0.0, glyph + spacing))
            };
            let place = state.page * state.text * Affine::translate((0.0, state.rise));
            state.text *= Affine::translate(way);
            if is_hidden {
                continue;
            }
            if is_artifact && self.reader.leaves_artifacts {
                self.reader.told.artifacts += 1;
                continue;
            }
            // Letters that are tracked stand as close as the writer wanted them to: the gap belongs to the letter.
            let reach = if spacing.abs() > 0.0 && word == 0.0 && length > 0 {
                way
            } else {
                glyph
            };
            let size = face.height * self.state.size;
            self.place(face.letters(code), face.style, &place, reach, size);
        }
    }

    fn place(
        &mut self,
        text: Option<Rc<str>>,
        style: Style,
        place: &Affine,
        reach: (f64, f64),
        size: f64,
    ) {
        let start = *place * Point::ZERO;
        let end = *place * Point::new(reach.0, reach.1);
        let top = *place * Point::new(0.0, size);
        let placed = Placed {
            text: text.clone().unwrap_or_else(|| Rc::from("\u{fffd}")),
            start: (start.x as f32, start.y as f32),
            end: (end.x as f32, end.y as f32),
            size: (top - start).hypot() as f32,
            style,
        };
        if !glyph::is_sound(&placed) {
            return;
        }
        match text {
            Some(text) if text.trim().is_empty() => {}
            Some(_) => self.reader.told.known += 1,
            None => self.reader.told.unknown += 1,
        }
        self.glyphs.push(placed);
    }

    /// Reads a drawing within the page.
    fn draw(&mut self, name: &Name<'_>, resources: &Resources<'a>, depth: usize) {
        let Some(form) = resources.get_x_object(name).filter(|_| depth < MOST_DEPTH) else {
            return;
        };
        let dict = form.dict();
        if !self.reader.budget.take_drawing() {
            return;
        }
        let is_form = dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Form");
        let layer = dict.get_ref("OC").map(ObjectIdentifier::from);
        if !is_form || layer.is_some_and(|layer| self.reader.hidden.contains(&layer)) {
            return;
        }
        // What it becomes is taken from the budget before it is unpacked.
        let Some(size) = sizes::size(&form).filter(|size| self.reader.budget.take_bytes(*size))
        else {
            return;
        };
        let Some(content) = sizes::unpacked(&form).filter(|_| size <= sizes::MOST_STREAM) else {
            return;
        };
        let before = self.state.clone();
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            self.state.page *= Affine::new(matrix);
        }
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        self.read(&content, own.as_ref().unwrap_or(resources), depth + 1);
        self.state = before;
    }

    fn begin(&mut self, tag: &Name<'_>, properties: Option<Object<'_>>, resources: &Resources<'a>) {
        if self.marked.len() >= MOST_STATES {
            return;
        }
        let kind = match (tag.as_str(), properties) {
            ("Artifact", _) => Kind::Artifact,
            ("OC", Some(Object::Name(name))) => {
                let layer = resources
                    .properties
                    .get_ref(name.as_str())
                    .map(ObjectIdentifier::from);
                if layer.is_some_and(|layer| self.reader.hidden.contains(&layer)) {
                    Kind::Hidden
                } else {
                    Kind::Other
                }
            }
            (_, Some(Object::Dict(dict))) => replacement(&dict),
            (_, Some(Object::Name(name))) => resources
                .properties
                .get::<Dict<'_>>(name.as_str())
                .map_or(Kind::Other, |dict| replacement(&dict)),
            _ => Kind::Other,
        };
        self.marked.push(Marked {
            kind,
            start: self.glyphs.len(),
        });
    }

    fn end(&mut self) {
        let Some(marked) = self.marked.pop() else {
            return;
        };
        let Kind::Replaced(text) = marked.kind else {
            return;
        };
        let Some(glyphs) = self.glyphs.get_mut(marked.start..) else {
            return;
        };
        if glyphs.len() > LONGEST_REPLACEMENT {
            return;
        }
        let Some((end, size)) = glyphs.last().map(|last| (last.end, last.size)) else {
            return;
        };
        // What goes over to another line cannot be one glyph.
        let is_level = glyphs
            .iter()
            .all(|glyph| (glyph.end.1 - end.1).abs() < size);
        if let Some(first) = glyphs.first_mut().filter(|_| is_level) {
            let untold = usize::from(&*first.text == "\u{fffd}");
            self.reader.told.unknown = self.reader.told.unknown.saturating_sub(untold);
            first.text = text;
            first.end = end;
            self.glyphs.truncate(marked.start + 1);
        }
    }
}

/// What a dictionary says that its glyphs stand for.
fn replacement(dict: &Dict<'_>) -> Kind {
    let Some(text) = dict.get::<Bytes<'_>>("ActualText") else {
        return Kind::Other;
    };
    let text = strings::text(text.as_bytes());
    if text.chars().take(LONGEST_REPLACEMENT + 1).count() > LONGEST_REPLACEMENT {
        return Kind::Other;
    }
    letters::plain(&text).map_or(Kind::Other, |text| Kind::Replaced(text.into()))
}

fn matrix(numbers: [hayro_syntax::object::Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}
