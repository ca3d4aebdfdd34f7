//! The command line as users and scripts see it: the real program, in a home that vanishes.

mod archives;
pub(crate) mod containers;
mod corrections;
mod feeds;
mod help;
mod hostile;
mod imports;
mod keeping;
mod limits;
pub(crate) mod pdf;
mod pictures;
mod quotes;
mod sources;
mod speakers;
mod verbs;
mod watching;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A short article whose quotes are beyond doubt.
const FERRY: &str = "\
---
title: Last Ferry Leaves the Island
site: The Sound
date: 2026-03-02
author: Ann Roy
url: https://sound.example/ferry
tags: [ferry]
---

# Last Ferry Leaves the Island

The harbour board will end the night ferry in May.

“There is no money left for it,” said Maria Holt, chair of the harbour board.
";

/// Another one.
const SNOW: &str = "\
---
title: Snow in May
site: The Hill
date: 2025-05-04
lang: en
---

# Snow in May

“We had to dig the sheep out,” Tom Reed said on Sunday.
";

/// Words enough to be an article.
const STORM: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows when it will sail again.";

/// A home with a library of its own.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// A home whose library holds two articles, one of them imported after the other.
    fn with_articles() -> Self {
        let home = Self::new();
        home.write("ferry.md", FERRY);
        home.write("snow.md", SNOW);
        home.run(&["import", "ferry.md"]);
        home.run(&["import", "snow.md"]);
        home
    }

    /// The records of its library, by what one of their fields holds.
    fn records_by(&self, field: &str) -> Vec<serde_json::Value> {
        let lines = stdout(&self.run(&["export"]));
        let mut records: Vec<serde_json::Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        records.sort_by_key(|record| record[field].to_string());
        records
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The program with nothing in its environment but this home.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
        command
            .args(args)
            .env_clear()
            .current_dir(self.folder.path());
        command.env("HOME", self.folder.path()).env("TERM", "xterm");
        command.env("PULLQUOTE_LIBRARY", self.path("library.db"));
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs the program with something on its standard input.
    fn run_with(&self, args: &[&str], input: &[u8]) -> Output {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        command.write_stdin(input).output().unwrap()
    }

    /// Runs the program and tells what came of it, so that it can be compared.
    fn story(&self, args: &[&str]) -> String {
        self.told(args, &self.run(args))
    }

    fn told(&self, args: &[&str], output: &Output) -> String {
        let mut story = format!("$ pullquote {}\n", args.join(" "));
        story.push_str(&String::from_utf8_lossy(&output.stdout));
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            story += "! ";
            story += line;
            story += "\n";
        }
        let code = output.status.code().unwrap();
        if code != 0 {
            story += "→ ";
            story += &code.to_string();
            story += "\n";
        }
        let engine = format!("(engine {})", pullquote::quote::ENGINE_VERSION);
        story
            .replace(self.folder.path().to_str().unwrap(), "[home]")
            .replace(env!("CARGO_PKG_VERSION"), "[version]")
            .replace(&engine, "(engine [engine])")
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// Writes many small articles into a folder; returns their paths in order.
fn many(folder: &Path, count: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    (0..count)
        .map(|number| {
            let path = folder.join(format!("{number:04}.txt"));
            // Unlike lengths make the workers finish out of turn.
            let filler = "The boats went out and came back. ".repeat((number * 7919) % 97);
            let text = format!(
                "Report number {number}\n\n{filler}\n\n“This is report {number},” said Ann Roy.\n"
            );
            fs::write(&path, text).unwrap();
            path
        })
        .collect()
}
