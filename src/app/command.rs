//! The table of commands: each is declared once, with its name, its keys, where it is valid and a sentence.
//!
//! Dispatch, the help screen, the command line (`:`), the README and the example configuration all read this table.

use Context::{List, Picker, Quotes, Reading, Select};
use Section::{Article, Find, Keep, Move, Pane, Program, Quote, Selecting};

/// What the keys act on: the pane that has the focus, or what lies over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of articles.
    List,
    /// The text of an article.
    Reading,
    /// The quotes of the article.
    Quotes,
    /// A list to choose from, over the panes.
    Picker,
    /// Words of the text, while they are being selected.
    Select,
}

/// Under which heading the help shows a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Moving.
    Move,
    /// Quotes.
    Quote,
    /// Highlights, notes, clips.
    Keep,
    /// Selecting words of the text.
    Selecting,
    /// Finding.
    Find,
    /// Articles.
    Article,
    /// Panes.
    Pane,
    /// The program.
    Program,
}

impl Section {
    /// All sections in the order of the help.
    pub const ALL: [Self; 8] = [Move, Quote, Keep, Selecting, Find, Article, Pane, Program];

    /// Returns the heading.
    pub const fn title(self) -> &'static str {
        match self {
            Move => "Moving",
            Quote => "Quotes",
            Keep => "Keeping",
            Selecting => "Selecting",
            Find => "Finding",
            Article => "Articles",
            Pane => "Panes and layout",
            Program => "The program",
        }
    }
}

/// Something the reader can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below has a sentence for each")]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    HalfPageDown,
    HalfPageUp,
    Top,
    Bottom,
    NextParagraph,
    PreviousParagraph,
    NextHeading,
    PreviousHeading,
    Contents,
    JumpBack,
    JumpForward,
    SetMark,
    GoToMark,
    Marks,
    Next,
    Previous,
    NextQuote,
    PreviousQuote,
    ToggleIndirect,
    ToggleUnspoken,
    GroupBySpeaker,
    Said,
    Compare,
    Same,
    Voices,
    Who,
    Aliases,
    Merge,
    Split,
    FoldQuotes,
    FoldSpeaker,
    CorrectSpeaker,
    NoQuote,
    AddQuote,
    WiderQuote,
    NarrowerQuote,
    Corrections,
    Copy,
    Highlight,
    Note,
    NextHue,
    Unhighlight,
    NextHighlight,
    PreviousHighlight,
    Highlights,
    Cite,
    Clip,
    Clips,
    ClipDown,
    ClipUp,
    ClipEdit,
    ClipLine,
    Unclip,
    Write,
    Select,
    SelectLeft,
    SelectRight,
    NextWord,
    PreviousWord,
    WordEnd,
    RowStart,
    RowEnd,
    NextSentence,
    PreviousSentence,
    WholeSentence,
    WholeQuote,
    InsideQuote,
    SwapEnds,
    Find,
    Filter,
    SaveSearch,
    Searches,
    Rename,
    Clear,
    Links,
    OpenLink,
    Open,
    NextArticle,
    PreviousArticle,
    NextUnread,
    PreviousUnread,
    ToggleRead,
    ToggleStar,
    ToggleArchive,
    Tags,
    Delete,
    NextShelf,
    PreviousShelf,
    NextSort,
    PreviousSort,
    Group,
    NextPane,
    PreviousPane,
    PaneLeft,
    PaneRight,
    FocusList,
    FocusReading,
    FocusQuotes,
    Narrower,
    Wider,
    DefaultWidth,
    Zen,
    Import,
    Fetch,
    Feeds,
    Edits,
    Pictures,
    Sample,
    Pipe,
    CommandLine,
    Theme,
    Messages,
    Help,
    Undo,
    Redo,
    Redraw,
    Suspend,
    Back,
    Quit,
}

/// All that is known about a command.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Which command.
    pub command: Command,
    /// Its name on the command line and in the configuration.
    pub name: &'static str,
    /// Under which heading it stands.
    pub section: Section,
    /// Where its keys are valid.
    pub contexts: &'static [Context],
    /// Its keys, the one to be shown first; none for a command that is only called by its name.
    pub keys: &'static [&'static str],
    /// What it takes on the command line (`:import PATH`).
    pub argument: Option<&'static str>,
    /// What it does, to follow the word "to".
    pub sentence: &'static str,
}

const ALL: &[Context] = &[List, Reading, Quotes];
const ANYWHERE: &[Context] = &[List, Reading, Quotes, Picker, Select];
const MOVING: &[Context] = ANYWHERE;
const PAGED: &[Context] = &[List, Reading, Quotes, Picker];
const WORDS: &[Context] = &[Reading, Select];
const MARKED: &[Context] = &[Reading, Quotes, Select];
const CHOSEN: &[Context] = &[Select];
const COPIED: &[Context] = &[Reading, Quotes, Picker, Select];
const TEXT: &[Context] = &[Reading, Quotes];
const QUOTED: &[Context] = &[Reading, Quotes, Picker];
const SIDES: &[Context] = PAGED;

const fn spec(
    section: Section,
    command: Command,
    name: &'static str,
    contexts: &'static [Context],
    keys: &'static [&'static str],
    sentence: &'static str,
) -> Spec {
    Spec {
        command,
        name,
        section,
        contexts,
        keys,
        argument: None,
        sentence,
    }
}

const fn taking(argument: &'static str, spec: Spec) -> Spec {
    Spec {
        argument: Some(argument),
        ..spec
    }
}

/// The table.
#[rustfmt::skip]
pub const TABLE: &[Spec] = &[
    spec(Move, Command::Down, "down", MOVING, &["j", "<Down>", "<C-e>", "<C-n>"], "go one line, article or quote down"),
    spec(Move, Command::Up, "up", MOVING, &["k", "<Up>", "<C-y>", "<C-p>"], "go one line, article or quote up"),
    spec(Move, Command::PageDown, "page-down", PAGED, &["<Space>", "f", "<C-f>", "<PageDown>"], "go one page down"),
    spec(Move, Command::PageUp, "page-up", PAGED, &["b", "<C-b>", "<PageUp>"], "go one page up"),
    spec(Move, Command::HalfPageDown, "half-page-down", MOVING, &["<C-d>"], "go half a page down"),
    spec(Move, Command::HalfPageUp, "half-page-up", MOVING, &["<C-u>"], "go half a page up"),
    spec(Move, Command::Top, "top", MOVING, &["gg", "<Home>"], "go to the beginning"),
    spec(Move, Command::Bottom, "bottom", MOVING, &["G", "<End>"], "go to the end; with a number, to that line or article"),
    spec(Move, Command::NextParagraph, "next-paragraph", WORDS, &["}"], "go to the next paragraph"),
    spec(Move, Command::PreviousParagraph, "previous-paragraph", WORDS, &["{"], "go to the paragraph before"),
    spec(Move, Command::NextHeading, "next-heading", &[Reading], &["]]"], "go to the next heading"),
    spec(Move, Command::PreviousHeading, "previous-heading", &[Reading], &["[["], "go to the heading before"),
    spec(Move, Command::Contents, "contents", TEXT, &["T"], "choose a heading from the table of contents"),
    spec(Move, Command::JumpBack, "jump-back", ALL, &["<C-o>", "[j"], "go back to where you were before the last jump, in this article or another"),
    spec(Move, Command::JumpForward, "jump-forward", ALL, &["]j", "<M-o>"], "go forward again after going back"),
    taking("LETTER", spec(Move, Command::SetMark, "mark", TEXT, &["m"], "mark this place with the letter typed next: small ones are the article's, capitals the library's")),
    taking("LETTER", spec(Move, Command::GoToMark, "go-to-mark", ALL, &["'", "`"], "go to the mark with the letter typed next")),
    spec(Move, Command::Marks, "marks", ALL, &["M"], "choose a mark from a list"),
    spec(Quote, Command::Next, "next", TEXT, &["n"], "go to the next match of the search, or else the next quote"),
    spec(Quote, Command::Previous, "previous", TEXT, &["N"], "go to the match before, or else the quote before"),
    spec(Quote, Command::NextQuote, "next-quote", TEXT, &["]q"], "go to the next quote"),
    spec(Quote, Command::PreviousQuote, "previous-quote", TEXT, &["[q"], "go to the quote before"),
    spec(Quote, Command::FoldQuotes, "fold", TEXT, &["gq"], "fold the article to its quotes, or unfold it"),
    spec(Quote, Command::FoldSpeaker, "fold-speaker", TEXT, &["gQ"], "fold the article to what one speaker says, or unfold it"),
    taking("NAME", spec(Quote, Command::CorrectSpeaker, "speaker", TEXT, &["cs"], "correct who says the selected quote")),
    spec(Quote, Command::NoQuote, "no-quote", TEXT, &["cx"], "say that the selected quote is none"),
    spec(Quote, Command::AddQuote, "add-quote", MARKED, &["ca"], "add a quote that was missed: the selected words, or else a sentence of your choice"),
    spec(Quote, Command::WiderQuote, "wider-quote", TEXT, &["cw"], "give the selected quote one sentence more"),
    spec(Quote, Command::NarrowerQuote, "narrower-quote", TEXT, &["cn"], "give the selected quote one sentence less"),
    spec(Quote, Command::Corrections, "corrections", TEXT, &["cl"], "list your corrections of the article"),
    spec(Quote, Command::Copy, "copy", COPIED, &["y"], "copy the selected quote or words with speaker, title, site, date and address"),
    spec(Quote, Command::ToggleIndirect, "toggle-indirect", TEXT, &["i"], "show or hide indirect quotes"),
    spec(Quote, Command::ToggleUnspoken, "toggle-unspoken", TEXT, &["\""], "show or hide words in quotation marks that nobody says: titles, nicknames, scare quotes"),
    spec(Quote, Command::GroupBySpeaker, "group-by-speaker", &[Quotes], &["s"], "group the quotes by speaker, or list them in order"),
    taking("WORDS", spec(Quote, Command::Said, "said", TEXT, &["S"], "list what the speaker of the selected quote said in all articles")),
    taking("WORDS", spec(Quote, Command::Compare, "compare", QUOTED, &["gS"], "put the speaker of the selected quote, or the selected one in a list, beside another: what both said, by date")),
    spec(Quote, Command::Same, "same", TEXT, &["E"], "list where the selected quote stands elsewhere, and what was cut or changed"),
    spec(Quote, Command::Voices, "voices", ALL, &["gV"], "weigh who speaks, in the open article or in all that are listed"),
    taking("NAME", spec(Quote, Command::Who, "who", ALL, &["gs"], "list who speaks in the library")),
    spec(Quote, Command::Aliases, "aliases", ALL, &["ga"], "list names that may be one speaker's"),
    spec(Quote, Command::Merge, "merge", &[Picker], &["m"], "in a list of speakers, make the selected one the same as another"),
    spec(Quote, Command::Split, "split", &[Picker], &["x"], "in a list of speakers, take a name from the selected one; refuse a proposal"),
    spec(Keep, Command::Highlight, "highlight", TEXT, &["a"], "highlight the selected quote or words"),
    spec(Keep, Command::Note, "note", MARKED, &["A"], "write a note on the highlight here, or on what is selected"),
    spec(Keep, Command::NextHue, "highlight-color", MARKED, &["ch"], "give the highlight here the next colour: yellow, green, blue, red"),
    spec(Keep, Command::Unhighlight, "delete-highlight", TEXT, &["X"], "take the highlight here and its note away"),
    spec(Keep, Command::NextHighlight, "next-highlight", TEXT, &["]h"], "go to the next highlight"),
    spec(Keep, Command::PreviousHighlight, "previous-highlight", TEXT, &["[h"], "go to the highlight before"),
    spec(Keep, Command::Highlights, "highlights", ALL, &["gh"], "list the highlights and notes of all articles"),
    spec(Keep, Command::Cite, "cite", MARKED, &["Y"], "copy the selected quote or words in a form of your choice"),
    spec(Keep, Command::Clip, "clip", MARKED, &["C"], "add the selected quote or words, or the highlight gone to, to the clips"),
    spec(Keep, Command::Clips, "clips", ALL, &["B"], "list the clips"),
    spec(Keep, Command::ClipDown, "clip-down", &[Picker], &["J"], "in the list of clips, move a clip down"),
    spec(Keep, Command::ClipUp, "clip-up", &[Picker], &["K"], "in the list of clips, move a clip up"),
    spec(Keep, Command::ClipEdit, "clip-edit", &[Picker], &["e"], "in the list of clips, edit the words, beside the original"),
    spec(Keep, Command::ClipLine, "clip-line", &[Picker], &["a"], "in the list of clips, add a line of your own"),
    spec(Keep, Command::Unclip, "delete-clip", &[Picker], &["X"], "in the list of clips, take a clip out"),
    taking("FILE", spec(Keep, Command::Write, "write", PAGED, &[], "write the clips or highlights that are listed, or else the article, to a file: .md, .csv, .jsonl, .jsonld, .bib or .json; “write!” over one that is there")),
    spec(Selecting, Command::Select, "select", WORDS, &["v"], "select words from here on, or leave that"),
    spec(Selecting, Command::SelectLeft, "select-left", CHOSEN, &["h", "<Left>"], "go one character back"),
    spec(Selecting, Command::SelectRight, "select-right", CHOSEN, &["l", "<Right>"], "go one character on"),
    spec(Selecting, Command::NextWord, "next-word", CHOSEN, &["w"], "go to the next word"),
    spec(Selecting, Command::PreviousWord, "previous-word", CHOSEN, &["b"], "go to the word before"),
    spec(Selecting, Command::WordEnd, "word-end", CHOSEN, &["e"], "go to the end of the word"),
    spec(Selecting, Command::RowStart, "row-start", CHOSEN, &["0", "^"], "go to the beginning of the row"),
    spec(Selecting, Command::RowEnd, "row-end", CHOSEN, &["$"], "go to the end of the row"),
    spec(Selecting, Command::NextSentence, "next-sentence", CHOSEN, &[")"], "go to the next sentence"),
    spec(Selecting, Command::PreviousSentence, "previous-sentence", CHOSEN, &["("], "go to the sentence before"),
    spec(Selecting, Command::WholeSentence, "whole-sentence", CHOSEN, &["as", "is"], "select the whole sentence"),
    spec(Selecting, Command::WholeQuote, "whole-quote", CHOSEN, &["aq"], "select the whole quote with its marks"),
    spec(Selecting, Command::InsideQuote, "inside-quote", CHOSEN, &["iq"], "select the whole quote without its marks"),
    spec(Selecting, Command::SwapEnds, "swap-ends", CHOSEN, &["o"], "go to the other end of the selection"),
    taking("WORDS", spec(Find, Command::Find, "find", TEXT, &["/"], "find words in the text")),
    taking("QUERY", spec(Find, Command::Filter, "filter", ALL, &["&"], "list only articles that have the words, or answer to fields such as site: and is:")),
    taking("NAME", spec(Find, Command::SaveSearch, "save", ALL, &["g&"], "save the filter of the list as a search with a name")),
    taking("NAME", spec(Find, Command::Searches, "searches", ALL, &["g/"], "choose a saved search")),
    spec(Find, Command::Rename, "rename", &[Picker], &["R"], "give the selected search another name"),
    spec(Find, Command::Clear, "clear", ANYWHERE, &["<Esc>"], "drop the search, the filter or a half-typed command"),
    spec(Find, Command::Links, "links", TEXT, &[";"], "choose a link of the article, each with where it leads; with a number, go to that link"),
    spec(Find, Command::OpenLink, "open-link", ALL, &["o"], "open the selected link, or else the article's address; where that cannot be, show it to be copied"),
    spec(Article, Command::Open, "open", PAGED, &["<Enter>"], "read the selected article, or go to what is selected"),
    spec(Article, Command::NextArticle, "next-article", TEXT, &["J"], "read the next article of the list"),
    spec(Article, Command::PreviousArticle, "previous-article", TEXT, &["K"], "read the article before"),
    spec(Article, Command::NextUnread, "next-unread", ALL, &["]u"], "go to the next unread article"),
    spec(Article, Command::PreviousUnread, "previous-unread", ALL, &["[u"], "go to the unread article before"),
    spec(Article, Command::ToggleRead, "toggle-read", ALL, &["r"], "mark the article as read or unread"),
    spec(Article, Command::ToggleStar, "toggle-star", ALL, &["*"], "give the article a star or take it away"),
    spec(Article, Command::ToggleArchive, "toggle-archive", &[List, Reading], &["e"], "archive the article or bring it back"),
    taking("TAGS", spec(Article, Command::Tags, "tags", ALL, &["t"], "edit the tags of the article, parted by spaces or commas")),
    spec(Article, Command::Delete, "delete", &[List, Picker], &["dd"], "throw the article away, or the selected search; it can be taken back"),
    taking("NAME", spec(Article, Command::NextShelf, "shelf", &[List], &["w"], "list the next shelf: inbox, unread, starred, archived, all")),
    spec(Article, Command::PreviousShelf, "previous-shelf", &[List], &["W"], "list the shelf before"),
    taking("ORDER", spec(Article, Command::NextSort, "sort", &[List, Picker], &["s"], "sort by the next order: newest, oldest, title, site, longest, quotes, added, unread; of speakers: quotes, name, last")),
    spec(Article, Command::PreviousSort, "previous-sort", &[List], &["S"], "sort by the order before"),
    taking("NAME", spec(Article, Command::Group, "group", &[List], &["gr"], "group the list by the next thing: none, date, site, unread, length, quotes")),
    taking("PATH", spec(Article, Command::Import, "import", ALL, &["I"], "import a file, a folder or a web address in the background")),
    spec(Article, Command::Fetch, "fetch", ALL, &["gf"], "ask the feeds for what is new, in the background"),
    spec(Article, Command::Feeds, "feeds", ALL, &["gF"], "list the feeds and how they are doing"),
    spec(Article, Command::Edits, "edits", ALL, &["gd"], "show what the article says otherwise than before it was last edited"),
    spec(Article, Command::Pictures, "pictures", TEXT, &["gp"], "show the pictures of the article, or hide them"),
    spec(Article, Command::Sample, "sample", &[List], &["D"], "open the sample library, while your own is empty"),
    spec(Pane, Command::NextPane, "next-pane", SIDES, &["<Tab>"], "go to the next pane; of two speakers side by side, to the other"),
    spec(Pane, Command::PreviousPane, "previous-pane", SIDES, &["<S-Tab>"], "go to the pane before"),
    spec(Pane, Command::PaneRight, "pane-right", SIDES, &["l", "<Right>"], "go to the pane, or the speaker, on the right"),
    spec(Pane, Command::PaneLeft, "pane-left", SIDES, &["h", "<Left>"], "go to the pane, or the speaker, on the left"),
    spec(Pane, Command::FocusList, "list", ALL, &["<M-1>"], "go to the list"),
    spec(Pane, Command::FocusReading, "reading", ALL, &["<M-2>"], "go to the text"),
    spec(Pane, Command::FocusQuotes, "quotes", ALL, &["<M-3>"], "go to the quotes"),
    spec(Pane, Command::Wider, "wider", TEXT, &[">", "+"], "set the text wider"),
    spec(Pane, Command::Narrower, "narrower", TEXT, &["<lt>", "-"], "set the text narrower"),
    spec(Pane, Command::DefaultWidth, "default-width", TEXT, &["="], "set the text to the configured width"),
    spec(Pane, Command::Zen, "zen", TEXT, &["z"], "show the text alone, or all panes again"),
    taking("COMMAND", spec(Article, Command::Pipe, "pipe", MARKED, &["|"], "send the selected words, or else the article's text, to another program; no shell is between")),
    spec(Program, Command::CommandLine, "command", ALL, &[":"], "choose a command by its name, or type the number of a line"),
    taking("NAME", spec(Program, Command::Theme, "theme", ALL, &[], "show everything in other colours")),
    spec(Program, Command::Messages, "messages", ALL, &[], "read the messages that were shown at the bottom"),
    spec(Program, Command::Help, "help", ANYWHERE, &["?", "<F1>"], "show or close this help"),
    spec(Program, Command::Undo, "undo", ANYWHERE, &["U"], "take back what was done last"),
    spec(Program, Command::Redo, "redo", ANYWHERE, &["<C-r>"], "do again what was taken back"),
    spec(Program, Command::Redraw, "redraw", ANYWHERE, &["<C-l>"], "draw the screen anew"),
    spec(Program, Command::Suspend, "suspend", ANYWHERE, &["<C-z>"], "stop the program; `fg` in the shell goes on"),
    spec(Program, Command::Back, "back", ANYWHERE, &["q", "<Backspace>"], "go back to the text, then to the list, then leave"),
    spec(Program, Command::Quit, "quit", ANYWHERE, &["Q", "ZZ", "<C-c>"], "leave at once; everything is saved"),
];

/// Keys that mean something only in one pane, beside those of the table.
pub const LOCAL_KEYS: &[(Context, &str, Command)] = &[
    (List, "/", Command::Filter),
    (Select, "<Enter>", Command::Highlight),
    (Select, "H", Command::Highlight),
    (Picker, "/", Command::Filter),
    (Picker, "w", Command::Write),
    (Picker, "c", Command::Compare),
    (Picker, "&", Command::Filter),
    (List, "u", Command::ToggleRead),
    (Reading, "d", Command::HalfPageDown),
    (Reading, "u", Command::HalfPageUp),
    (Reading, "s", Command::ToggleStar),
];

impl Command {
    /// Returns what the table says of it.
    pub fn spec(self) -> &'static Spec {
        // The test below proves that every command has its row; the first row stands in for an impossible miss.
        TABLE
            .iter()
            .find(|spec| spec.command == self)
            .unwrap_or(&TABLE[0])
    }

    /// Returns the commands whose name begins with what was typed, an exact match alone.
    pub fn named(typed: &str) -> Vec<&'static Spec> {
        if let Some(exact) = TABLE.iter().find(|spec| spec.name == typed) {
            return vec![exact];
        }
        TABLE
            .iter()
            .filter(|spec| !typed.is_empty() && spec.name.starts_with(typed))
            .collect()
    }
}

impl Context {
    /// All of them.
    pub const ALL: [Self; 5] = [List, Reading, Quotes, Picker, Select];

    /// Returns its name for help and configuration.
    pub const fn name(self) -> &'static str {
        match self {
            List => "list",
            Reading => "reading",
            Quotes => "quotes",
            Picker => "pickers",
            Select => "selection",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_row_and_a_name_of_its_own() {
        // `Quit` is the last variant: counting up to it proves that none is missing.
        assert_eq!(TABLE.len(), Command::Quit as usize + 1);
        for (index, spec) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..index]
                    .iter()
                    .all(|other| other.command != spec.command),
                "{} twice",
                spec.name
            );
            assert!(
                TABLE[..index].iter().all(|other| other.name != spec.name),
                "{} twice",
                spec.name
            );
            assert!(!spec.contexts.is_empty());
        }
    }

    #[test]
    fn a_name_may_be_cut_short() {
        assert_eq!(Command::named("imp")[0].command, Command::Import);
        assert!(
            Command::named("next").len() == 1,
            "an exact name wins over longer ones"
        );
        assert!(Command::named("zzz").is_empty());
    }
}
