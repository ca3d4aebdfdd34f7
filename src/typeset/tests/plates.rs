//! Rows that are kept free for pictures.

use super::*;

fn illustrated(plates: &[Plate], width: u16) -> Page {
    let article = article(|body| {
        body.add(BlockKind::Paragraph, Leaf::plain("Before."), &[]);
        body.add_figure("The pier.", "Ann Roy", &[]);
        body.add(BlockKind::Paragraph, Leaf::plain("Between."), &[]);
        let item = [Container::Quote, Container::Item(Label::Bullet)];
        body.add_figure("The boat.", "", &item);
    });
    Page::illustrated(&article, &[], measure(width), plates)
}

const PLATES: [Plate; 2] = [
    Plate {
        figure: 0,
        columns: 20,
        rows: 3,
    },
    Plate {
        figure: 1,
        columns: 20,
        rows: 10,
    },
];

#[test]
fn a_picture_has_its_rows_above_the_words_of_its_figure() {
    let page = illustrated(&PLATES[..1], 20);
    assert_snapshot!(draw(&page, measure(20)), @"
    |1 min               |
    |                    |
    |Before.             |
    |                    |
    |                    |
    |                    |
    |                    |
    |▣ The pier.         |
    |  Ann Roy           |
    |                    |
    |Between.            |
    |                    |
    |│ • ▣ The boat.     |
    ");
    let strips: Vec<Option<u16>> = page.rows.iter().map(|row| Some(row.strip?.row)).collect();
    assert_eq!(strips[3..8], [None, Some(0), Some(1), Some(2), None]);
}

#[test]
fn its_rows_hold_nothing_of_the_text() {
    let (page, plain) = (illustrated(&PLATES, 20), illustrated(&[], 20));
    let caption = page.start_of(7);
    assert_eq!(page.row_at(caption), 7);
    for row in 4..7 {
        assert_eq!((page.start_of(row), page.byte_at(row, 3)), (caption, None));
    }
    // The figure begins with its picture.
    assert_eq!(page.block_starts()[1], 4);
    let words = |page: &Page| -> Vec<Row> {
        let rows = page.rows.iter().filter(|row| row.strip.is_none());
        rows.cloned().collect()
    };
    assert_eq!(words(&page), words(&plain));
}

#[test]
fn where_a_figure_has_less_room_its_picture_is_smaller() {
    for width in [20, 10, 6, 1] {
        let page = illustrated(&PLATES, width);
        let strips: Vec<Strip> = page.rows.iter().filter_map(|row| row.strip).collect();
        let last = strips.last().unwrap();
        assert!(last.columns <= width && last.row + 1 == last.rows);
        for row in page.rows.iter().filter(|row| row.strip.is_some()) {
            let signs: u16 = row
                .runs
                .iter()
                .map(|run| super::width(page.words(run)))
                .sum();
            let taken = row.indent + signs + row.strip.unwrap().columns;
            assert!(taken <= width, "{taken} of {width}");
        }
    }
}
