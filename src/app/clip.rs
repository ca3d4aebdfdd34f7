//! Clips: passages collected across articles, in an order of the reader's own; and the menu of forms for copying.

use crate::app::editor::Editor;
use crate::app::effect::{Effect, Effects, Request};
use crate::app::mark::{Note, Subject};
use crate::app::picker::{Choice, Item, Picker};
use crate::app::{App, Command, Overlay};
use crate::article::Clean;
use crate::cite::{ClipChange, Form, Passage, PassageKind};

/// What the answer with all clips is waited for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ForClips {
    /// To add one.
    Add(Box<Passage>),
    /// To list them, with this one selected.
    List(usize),
}

impl App {
    /// Returns what is selected, ready to be cited.
    fn passage_meant(&mut self) -> Option<Passage> {
        let reader = self.reader.as_ref()?;
        let article = &reader.opened.article;
        let passage = match reader.selected_span() {
            Some(span) => Passage::of_span(article, span),
            None => reader
                .selected_quote()
                .and_then(|quote| Passage::of_quote(article, quote)),
        };
        let Some(mut passage) = passage else {
            self.fail("No quote and no words are selected.");
            return None;
        };
        // A highlight of just these words brings its colour and note along.
        let all = &reader.opened.state.highlights;
        if let ([anchor], true) = (&passage.anchors[..], passage.kind == PassageKind::Passage)
            && let Some(highlight) = all.iter().find(|highlight| highlight.anchor == *anchor)
        {
            passage.hue = Some(highlight.hue);
            passage.note = highlight.note.clone();
        }
        Some(passage)
    }

    /// Opens the menu of forms in which what is selected can be copied.
    pub(super) fn pick_form(&mut self) {
        let Some(passage) = self.passage_meant() else {
            return;
        };
        let items = Form::ALL.into_iter().map(|form| {
            let sample = form.write(&passage);
            let sample = sample
                .as_deref()
                .map_or_else(|| Clean::line("(the article has no address)"), Clean::line);
            Item::new(Clean::line(form.name()), sample, Choice::Form(form))
        });
        let picker = Picker::new("Copy as", "", items.collect());
        self.pick(picker);
    }

    /// Copies what is selected in a form.
    pub(super) fn copy_as(&mut self, form: Form, effects: &mut Effects) {
        let Some(passage) = self.passage_meant() else {
            return;
        };
        match form.write(&passage) {
            Some(text) => {
                self.drop_selection();
                effects.push(Effect::Copy(text, "citation"));
            }
            None => self.fail(
                "The article has no address; import it with its “url”, or choose another form.",
            ),
        }
    }

    /// Adds what is selected to the clips; the highlight here, when it was gone to.
    pub(super) fn clip(&mut self, effects: &mut Effects) {
        let highlight = self.reader.as_ref().and_then(|reader| {
            let gone_to = reader
                .highlight
                .as_ref()
                .filter(|_| reader.selection.is_none())?;
            let highlight = reader
                .opened
                .state
                .highlights
                .get(reader.highlight_here()?)?;
            let meta = &reader.opened.article.meta;
            (highlight.anchor == *gone_to).then(|| Passage::of_highlight(meta, highlight))
        });
        let Some(passage) = highlight.or_else(|| self.passage_meant()) else {
            return;
        };
        self.drop_selection();
        self.ask_clips(ForClips::Add(Box::new(passage)), effects);
    }

    /// Lists the clips.
    pub(super) fn list_clips(&mut self, effects: &mut Effects) {
        self.ask_clips(ForClips::List(0), effects);
    }

    fn ask_clips(&mut self, why: ForClips, effects: &mut Effects) {
        self.for_clips.push(why);
        effects.push(Request::Clips);
    }

    /// Takes the clips, as they are now.
    pub(super) fn take_clips(&mut self, clips: Vec<Passage>, effects: &mut Effects) {
        self.show_clips(clips);
        for why in std::mem::take(&mut self.for_clips) {
            match why {
                ForClips::Add(passage) => self.add_clip(passage, self.clips.len(), effects),
                ForClips::List(at) => {
                    let mut picker = Picker::new("Clips", self.no_clips(), self.clip_items());
                    picker.select(at);
                    self.pick(picker);
                }
            }
        }
    }

    /// Shows at once what a change makes of the clips: the next key may come before the library has answered.
    pub(super) fn show_clip_change(&mut self, change: &ClipChange) {
        let mut clips = self.clips.clone();
        change.apply(&mut clips);
        self.show_clips(clips);
    }

    /// Takes the clips into the list, if that is shown. The clip that is selected stays so; in the place of one that is
    /// gone the next one is.
    fn show_clips(&mut self, clips: Vec<Passage>) {
        let selected = self.selected_clip();
        self.clips = clips;
        let items = self.clip_items();
        if let Some(Overlay::Picker(picker)) = &mut self.overlay
            && picker.title == "Clips"
        {
            picker.replace(items);
            if let Some((was, clip)) = selected {
                let at = self.clips.iter().position(|other| *other == clip);
                picker.select(at.unwrap_or(was));
            }
        }
    }

    fn no_clips(&self) -> String {
        let key = self.keymap.key_for(self.focus, Command::Clip);
        let key = key.unwrap_or_else(|| ":clip".into());
        format!("No clips yet; {key} in an article adds the selected quote, words or highlight.")
    }

    fn add_clip(&mut self, passage: Box<Passage>, at: usize, effects: &mut Effects) {
        if self.clips.contains(&passage) {
            self.fail("This is among the clips already.");
            return;
        }
        let number = self.clips.len() + 1;
        self.deed(
            "clip",
            vec![Request::Clip(ClipChange::Insert(at, passage.clone()))],
            vec![Request::Clip(ClipChange::Remove(passage))],
            effects,
        );
        let key = self.keymap.key_for(self.focus, Command::Clips);
        let key = key.unwrap_or_else(|| ":clips".into());
        self.done(format!("Clip {number}; {key} lists all."));
    }

    fn clip_items(&self) -> Vec<Item> {
        let all = self.clips.iter().enumerate();
        all.map(|(at, clip)| {
            let words = Clean::line(&clip.words);
            let sign = match clip.kind {
                PassageKind::Line => "¶ ",
                _ if clip.is_edited() => "✎ ",
                _ => "",
            };
            let text = format!("{}. {sign}{words}", at + 1);
            let who = clip.speaker.as_ref().map(ToString::to_string);
            let title = clip.article.as_ref().map(|meta| meta.title.to_string());
            let detail: Vec<String> = who.into_iter().chain(title).collect();
            let detail = Clean::line(&detail.join(" · "));
            Item::new(Clean::line(&text), detail, Choice::Clip(at))
        })
        .collect()
    }

    /// Returns the clip that is selected in the list of clips.
    fn selected_clip(&self) -> Option<(usize, Passage)> {
        let Some(Overlay::Picker(picker)) = &self.overlay else {
            return None;
        };
        match picker.selected()?.choice {
            Choice::Clip(at) => Some((at, self.clips.get(at)?.clone())),
            _ => None,
        }
    }

    /// Runs a command on the selected clip; returns false when the list is none of clips, or the command none of them.
    pub(super) fn run_on_clip(&mut self, command: Command, effects: &mut Effects) -> bool {
        let Some(Overlay::Picker(picker)) = &self.overlay else {
            return false;
        };
        if picker.title != "Clips" {
            return false;
        }
        let selected = self.selected_clip();
        match (command, selected) {
            (Command::ClipLine, selected) => {
                let at = selected.map_or(0, |(at, _)| at + 1);
                self.type_note(Subject::Line(at), "");
            }
            (Command::ClipEdit, Some((at, clip))) => {
                let words = clip.words.to_string();
                self.type_note(Subject::Clip(at, Box::new(clip)), &words);
            }
            (Command::ClipDown, Some((at, clip))) => self.move_clip(at, at + 1, clip, effects),
            (Command::ClipUp, Some((at, clip))) => {
                if let Some(to) = at.checked_sub(1) {
                    self.move_clip(at, to, clip, effects);
                }
            }
            (Command::Unclip, Some((at, clip))) => {
                let clip = Box::new(clip);
                self.deed(
                    "removal of a clip",
                    vec![Request::Clip(ClipChange::Remove(clip.clone()))],
                    vec![Request::Clip(ClipChange::Insert(at, clip))],
                    effects,
                );
                let undo = self.keymap.key_for(self.context(), Command::Undo);
                let undo = undo.unwrap_or_else(|| ":undo".into());
                self.done(format!("The clip is taken out; {undo} brings it back."));
            }
            (Command::Copy, Some(_)) => {
                let all: Vec<String> = self
                    .clips
                    .iter()
                    .map(|clip| crate::cite::block(clip, true))
                    .collect();
                effects.push(Effect::Copy(all.join("\n"), "brief"));
            }
            (Command::ClipEdit | Command::ClipDown | Command::ClipUp | Command::Unclip, None) => {
                self.fail("No clip is selected.");
            }
            _ => return false,
        }
        true
    }

    /// Opens the article that a clip is from, at its words.
    pub(super) fn open_clip(&mut self, at: usize, effects: &mut Effects) {
        let Some(clip) = self.clips.get(at).cloned() else {
            return;
        };
        match (clip.anchors.first(), clip.article) {
            (Some(_), Some(meta)) => effects.push(Request::FindArticle(Box::new(meta), at)),
            _ => self.fail("This line is your own; it is from no article."),
        }
    }

    /// Goes to the clip whose article was found.
    pub(super) fn go_to_clip(
        &mut self,
        id: Option<crate::article::ArticleId>,
        at: usize,
        effects: &mut Effects,
    ) {
        let clip = self.clips.get(at);
        let anchor = clip.and_then(|clip| clip.anchors.first()).cloned();
        match (id, anchor) {
            (Some(id), Some(anchor)) => self.open_highlight(id, anchor, effects),
            _ => self.fail(
                "The article of this clip is not in the library any more; the clip has its words.",
            ),
        }
    }

    fn move_clip(&mut self, from: usize, to: usize, clip: Passage, effects: &mut Effects) {
        if to >= self.clips.len() {
            return;
        }
        let clip = Box::new(clip);
        self.deed(
            "move of a clip",
            vec![Request::Clip(ClipChange::Move(clip.clone(), to))],
            vec![Request::Clip(ClipChange::Move(clip, from))],
            effects,
        );
    }

    /// Opens the editor for something that is typed.
    pub(super) fn type_note(&mut self, subject: Subject, text: &str) {
        self.notice = None;
        self.overlay = Some(Overlay::Note(Box::new(Note {
            editor: Editor::new(text),
            subject,
        })));
    }

    /// Keeps a line of one's own, and goes back to the list.
    pub(super) fn keep_line(&mut self, at: usize, text: &str, effects: &mut Effects) {
        if !text.trim().is_empty() {
            self.add_clip(Box::new(Passage::line(text)), at, effects);
        }
        self.ask_clips(ForClips::List(at), effects);
    }

    /// Keeps an edited clip, and goes back to the list.
    pub(super) fn keep_clip(
        &mut self,
        at: usize,
        was: Box<Passage>,
        text: &str,
        effects: &mut Effects,
    ) {
        let words = match was.kind {
            PassageKind::Line => Clean::from_untrusted(text.trim()),
            _ => Clean::line(text),
        };
        // An emptied clip is meant to be as the article has it.
        let words = if words.is_empty() {
            was.original()
        } else {
            words
        };
        let new = Box::new(Passage {
            words,
            ..(*was).clone()
        });
        self.ask_clips(ForClips::List(at), effects);
        if new == was {
            return;
        }
        let strays = match new.kind {
            PassageKind::Line => None,
            _ => crate::cite::stray(&new.words, &new.original()),
        };
        self.deed(
            "edit of a clip",
            vec![Request::Clip(ClipChange::Replace(was.clone(), new.clone()))],
            vec![Request::Clip(ClipChange::Replace(new, was))],
            effects,
        );
        match strays {
            None => self.done("Clip kept; its original stays beside it."),
            Some(stray) => self.fail(format!(
                "Kept, but the article does not say “{stray}”: put your own words in [brackets], and … for what is left out."
            )),
        }
        // The notice stays over the list that opens.
        self.kept_notice = self.notice.clone();
    }
}
