//! Opens addresses with the desktop's own program or the one that is configured, never through a shell; and says why
//! nothing was started, where nothing was.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use crate::app::{Msg, Opener, Reply};
use crate::article::Target;
use crate::config::Settings;
use crate::shell::{Event, Host};

/// The desktops' own programs, in the order in which they are tried.
const DESKTOP: [&[&str]; 4] = [&["xdg-open"], &["gio", "open"], &["wslview"], &["open"]];
/// How long a program may take to say that it fails.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// How an address can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// By a program beside this one.
    Beside(Vec<String>),
    /// By a program that needs the terminal.
    InTerminal(Vec<String>),
    /// Not at all.
    None(&'static str),
}

/// Returns the way to open addresses. `has` tells whether there is a program of a name.
pub(super) fn way(settings: &Settings, host: &Host, has: &dyn Fn(&str) -> bool) -> Way {
    if !settings.opener.is_empty() {
        return if settings.opener_in_terminal {
            Way::InTerminal(settings.opener.clone())
        } else {
            Way::Beside(settings.opener.clone())
        };
    }
    if host.ssh {
        return Way::None(
            "Nothing was opened: a browser on this machine would not be on your screen.",
        );
    }
    if !host.desktop {
        return Way::None("Nothing was opened: there is no desktop here.");
    }
    let found = DESKTOP
        .iter()
        .find(|words| words.first().is_some_and(|program| has(program)));
    match found {
        Some(words) => Way::Beside(words.iter().map(|word| (*word).to_owned()).collect()),
        None => {
            Way::None("Nothing was opened: there is neither xdg-open nor another program for it.")
        }
    }
}

/// Whether a program can be found by its name.
pub(super) fn is_there(name: &str, path: &str) -> bool {
    path.split(':')
        .filter(|folder| !folder.is_empty())
        .any(|folder| Path::new(folder).join(name).is_file())
}

/// Gives an address to a program beside this one, and tells what came of it.
pub(super) fn start(words: Vec<String>, target: Target, sender: Sender<Event>) {
    let given = target.clone();
    let tell = move |opener| {
        let reply = Reply::Browsed(given, opener);
        sender.send(Event::Msg(Msg::Reply(reply))).ok();
    };
    let tell_at_once = tell.clone();
    let started = thread::Builder::new().spawn(move || tell(try_out(&words, &target)));
    if let Err(error) = started {
        tell_at_once(Opener::NotStarted(format!("Nothing was opened: {error}.")));
    }
}

fn try_out(words: &[String], target: &Target) -> Opener {
    let Some((program, rest)) = words.split_first() else {
        return Opener::NotStarted("Nothing was opened: no program is configured.".to_owned());
    };
    let started = detached(program, rest, target).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            return Opener::NotStarted(format!(
                "Nothing was opened: {program} cannot be started ({error})."
            ));
        }
    };
    // A thread waits for its end, however late: nothing is left behind as a zombie.
    let (ended, end) = channel();
    let wait = move || ended.send(child.wait()).ok();
    thread::Builder::new().spawn(wait).ok();
    match end.recv_timeout(PATIENCE) {
        Ok(Ok(status)) if !status.success() => {
            Opener::NotStarted(format!("Nothing was opened: {program} failed ({status})."))
        }
        _ => Opener::Started(program.clone()),
    }
}

/// The program in a group of its own, so that ^C does not end it, without the terminal.
fn detached(program: &str, rest: &[String], target: &Target) -> Command {
    let mut command = Command::new(program);
    command
        .args(rest)
        .arg(target.address().as_str())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target::read("https://sound.example/a?b=$(touch+x)").unwrap()
    }

    #[test]
    fn the_far_end_of_a_connection_opens_nothing_unless_told_to() {
        let desktop = Host {
            desktop: true,
            ..Host::default()
        };
        let far = Host {
            ssh: true,
            ..desktop.clone()
        };
        let settings = Settings::default();
        let all = |_: &str| true;
        assert_eq!(
            way(&settings, &desktop, &all),
            Way::Beside(vec!["xdg-open".into()])
        );
        assert!(matches!(way(&settings, &far, &all), Way::None(_)));
        assert!(matches!(
            way(&settings, &Host::default(), &all),
            Way::None(_)
        ));
        assert!(matches!(
            way(&settings, &desktop, &|_: &str| false),
            Way::None(_)
        ));
        let told = Settings::read("opener = \"w3m -N\"\nopener-in-terminal = true\n");
        assert_eq!(
            way(&told, &far, &all),
            Way::InTerminal(vec!["w3m".into(), "-N".into()])
        );
    }

    #[test]
    fn nothing_is_claimed_that_did_not_start() {
        let words = |line: &str| shell_words::split(line).unwrap();
        for line in ["/nowhere/browser", "false", "sh -c 'exit 3'"] {
            let opener = try_out(&words(line), &target());
            assert!(
                matches!(opener, Opener::NotStarted(_)),
                "{line}: {opener:?}"
            );
        }
        assert_eq!(
            try_out(&words("true"), &target()),
            Opener::Started("true".to_owned())
        );
    }

    #[test]
    fn the_address_is_one_word_and_no_shell_sees_it() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let script = format!("printf '%s\\n' \"$#\" \"$1\" > {}", seen.display());
        let words = vec!["sh".to_owned(), "-c".to_owned(), script, "sh".to_owned()];
        assert_eq!(try_out(&words, &target()), Opener::Started("sh".to_owned()));
        let text = std::fs::read_to_string(seen).unwrap();
        assert_eq!(text, "1\nhttps://sound.example/a?b=$(touch+x)\n");
    }
}
