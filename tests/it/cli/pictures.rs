//! Pictures of articles: kept where their bytes come with the source, written out as they came, and never fetched.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use serde_json::Value;

use super::{Home, code, stderr, stdout};
use crate::picture::{data, encoded, jpeg, page, png};

#[test]
fn pictures_that_stand_in_a_page_are_kept_and_written_out() {
    let home = Home::new();
    let (pier, boat) = (png(64, 48), jpeg(80, 60));
    let tiny = png(1, 1);
    let figures = [
        (data(&tiny), "A button"),
        (data(&pier), "The pier. Photo: Ann Roy"),
        ("https://gull.example/storm.jpg".to_owned(), "The storm"),
        (data(&boat), "The boat"),
    ];
    let figures = figures
        .each_ref()
        .map(|(address, caption)| (address.as_str(), *caption));
    home.write("ferry.html", page(&figures));
    home.run(&["import", "ferry.html"]);
    let written = home.run(&["show", "--picture", "1", "1"]);
    assert_eq!((code(&written), written.stdout), (0, pier.clone()));
    let stories = [
        home.story(&["show", "--picture", "0", "1"]),
        home.story(&["show", "--picture", "2", "1", "-o", "boat.jpg"]),
        home.story(&["show", "--picture", "2", "1", "-o", "boat.jpg"]),
        home.story(&["show", "--picture", "1", "1", "-o", "boat.jpg", "--force"]),
        home.story(&["show", "--picture", "3", "1"]),
        home.story(&["show", "--picture", "1", "2"]),
        home.story(&["show", "--picture", "1", "ferry.html"]),
    ];
    assert_eq!(fs::read(home.path("boat.jpg")).unwrap(), pier);
    insta::assert_snapshot!(stories.join("\n"));
    let line: Value =
        serde_json::from_slice(&home.run(&["show", "-f", "json", "1"]).stdout).unwrap();
    assert_eq!(line["pictures"][1]["number"], 2);
    assert_eq!(line["pictures"][1]["kind"], "jpeg");
    let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
    let at = |end: usize| line["pictures"][1]["caption"][end].as_u64().unwrap() as usize;
    assert_eq!(text[at(0)..at(1)].iter().collect::<String>(), "The boat");
}

#[test]
fn every_kind_of_picture_is_known_by_its_first_bytes() {
    let home = Home::new();
    let all = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ];
    // Whatever the page says that they are.
    let all = all.map(|format| data(&encoded(70, 41, format)));
    let captions = ["A pier", "A boat", "A storm", "A roof"];
    let figures: Vec<(&str, &str)> = all.iter().map(String::as_str).zip(captions).collect();
    home.write("ferry.html", page(&figures));
    home.run(&["import", "ferry.html"]);
    let listed = stdout(&home.run(&["show", "--picture", "0", "1"]));
    let words: Vec<&str> = listed.lines().map(|line| &line[6..]).collect();
    let kinds = ["png", "jpeg", "gif", "webp"].into_iter().zip(captions);
    let expected: Vec<String> = kinds
        .map(|(kind, caption)| format!("{kind} · 70 x 41 · {caption}"))
        .collect();
    assert_eq!(words, expected);
}

#[test]
fn a_page_of_many_megabytes_of_pictures_is_one_article_like_others() {
    let home = Home::new();
    // Two that are too large, and one that is not.
    let noise = data(&vec![0x5a; 9 << 19]);
    let large = format!(
        "data:image/png;base64,{}{}",
        &data(&png(64, 48))[22..102],
        &noise[22..]
    );
    let pier = data(&png(64, 48));
    let figures = [(large.as_str(), "One"), (&large, "Two"), (&pier, "Three")];
    let html = page(&figures);
    assert!(html.len() > 12 << 20);
    home.write("ferry.html", &html);
    let imported = home.run(&["import", "ferry.html"]);
    assert_eq!(code(&imported), 0, "{}", stderr(&imported));
    let listed = stdout(&home.run(&["show", "--picture", "0", "1"]));
    assert!(listed.contains("Three"), "{listed}");
}

#[test]
fn pictures_that_came_with_a_mail_are_kept() {
    let home = Home::new();
    let (pier, boat) = (png(64, 48), png(80, 60));
    let html = page(&[
        ("pictures/pier.png", "The pier"),
        ("cid:boat@gull.example", "The boat"),
        ("pictures/gone.png", "The storm"),
    ]);
    let mail = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gull.example/news/ferry\r\nSubject: Ferry stops\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n\
         --x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://gull.example/news/ferry\r\n\r\n{html}\r\n\
         --x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://gull.example/news/pictures/pier.png\r\n\r\n{}\r\n\
         --x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <boat@gull.example>\r\n\r\n{}\r\n--x--\r\n",
        STANDARD.encode(&pier),
        STANDARD.encode(&boat),
    );
    home.write("ferry.mhtml", mail);
    home.run(&["import", "ferry.mhtml"]);
    assert_eq!(home.run(&["show", "--picture", "1", "1"]).stdout, pier);
    assert_eq!(home.run(&["show", "--picture", "2", "1"]).stdout, boat);
    assert_eq!(code(&home.run(&["show", "--picture", "3", "1"])), 1);
}

#[test]
fn pictures_in_the_folder_beside_a_page_are_kept_and_outlive_it() {
    let home = Home::new();
    let pier = png(64, 48);
    fs::create_dir(home.path("ferry_files")).unwrap();
    home.write("ferry_files/pier 1.png", &pier);
    home.write("secret.png", &pier);
    home.write(
        "ferry.html",
        page(&[
            ("./ferry_files/pier%201.png", "The pier"),
            ("./ferry_files/../secret.png", "The secret"),
            ("secret.png", "The other secret"),
        ]),
    );
    home.run(&["import", "ferry.html"]);
    assert_eq!(home.run(&["show", "--picture", "1", "1"]).stdout, pier);
    assert_eq!(code(&home.run(&["show", "--picture", "2", "1"])), 1);
    fs::remove_dir_all(home.path("ferry_files")).unwrap();
    // Read anew from what is kept of the page, or from the page alone, it keeps its picture.
    home.run(&["reimport", "1"]);
    home.run(&["import", "ferry.html"]);
    assert_eq!(home.run(&["show", "--picture", "1", "1"]).stdout, pier);
    home.write("ferry.html", page(&[]).replace("Tuesday", "Sunday"));
    home.run(&["import", "ferry.html"]);
}

#[test]
fn an_article_that_changes_has_the_pictures_of_its_new_text() {
    let home = Home::new();
    let (pier, boat) = (png(64, 48), png(80, 60));
    let url = "<link rel=canonical href='https://gull.example/ferry'>";
    let with = |figures: &[(&str, &str)]| page(figures).replace("<head>", &format!("<head>{url}"));
    home.write("ferry.html", with(&[(&data(&pier), "The pier")]));
    home.run(&["import", "ferry.html"]);
    let both = with(&[(&data(&boat), "The boat"), (&data(&pier), "The pier")]);
    home.write("ferry.html", both);
    home.run(&["import", "ferry.html"]);
    assert_eq!(home.run(&["show", "--picture", "1", "1"]).stdout, boat);
    assert_eq!(home.run(&["show", "--picture", "2", "1"]).stdout, pier);
    home.write("ferry.html", with(&[]));
    home.run(&["import", "ferry.html"]);
    assert_eq!(code(&home.run(&["show", "--picture", "0", "1"])), 1);
}
