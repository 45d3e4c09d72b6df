//! A decision memo of one page: the pick, the why and the why-not, with date, subject, prices and their sources. What it
//! is made from, and as Markdown; [`page`] makes a PDF of it.

mod foreign;
mod page;

use std::fmt::Write as _;

use jiff::civil::Date;

pub use page::pdf;

use crate::answer::Answer;
use crate::receipt::escape_markdown as escape;

/// What a memo is made from.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The answer that was decided on.
    pub answer: Answer,
    /// What it was decided for, a line each: the workload with all that is set of it, or a portfolio and its entries; none
    /// where the answer is about all workloads.
    pub subject: Vec<String>,
    /// The price lists, each with who published it and when.
    pub lists: Vec<String>,
    /// The day of the memo.
    pub today: Date,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
#[error("the memo cannot be made: {0}")]
pub struct MemoError(String);

/// The most rows of a table in Markdown.
const MOST_ROWS: usize = 15;

/// The memo as Markdown.
pub fn markdown(memo: &Memo) -> String {
    let mut out = String::new();
    // Writing into a text cannot fail.
    let _ = writeln!(out, "# Decision memo\n\n{}\n", memo.today.strftime("%-d %B %Y"));
    let mut subject = memo.subject.iter();
    if let Some(first) = subject.next() {
        let _ = writeln!(out, "{}\n", escape(first));
    }
    for line in subject.as_slice() {
        let _ = writeln!(out, "- {}", escape(line));
    }
    if !subject.as_slice().is_empty() {
        out.push('\n');
    }
    let mut answer = memo.answer.clone();
    for table in &mut answer.tables {
        let more = table.rows.len().saturating_sub(MOST_ROWS);
        table.rows.truncate(MOST_ROWS);
        if more > 0 {
            answer.notes.push(left_out(&table.title, more));
        }
    }
    out.push_str(&answer.to_markdown(2));
    let _ = writeln!(out, "Prices:\n");
    for list in &memo.lists {
        let _ = writeln!(out, "- {}", escape(list));
    }
    out
}

/// `Why not the others: 2,191 more are left out here`.
fn left_out(title: &str, more: usize) -> String {
    let title = if title.is_empty() { String::new() } else { format!("{title}: ") };
    let (more, are) = (crate::money::label::whole(more as u64), if more == 1 { "is" } else { "are" });
    format!("{title}{more} more {are} left out here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::choose;
    use crate::answer::tests::bundled;
    use jiff::civil::date;

    /// A memo as people make them.
    pub fn memo() -> Memo {
        let owned = bundled();
        let chat = owned.workload("Chat message");
        Memo {
            answer: choose::answer(&owned.facts(Some(chat)), &choose::Asked::default()),
            subject: vec!["Chat message: 500 input and 200 output tokens".to_owned()],
            lists: vec!["Reference prices, TokenMix Research Lab, 2026-04-29".to_owned()],
            today: date(2026, 11, 26),
        }
    }

    /// A memo with more of everything than there is room for.
    pub fn endless() -> Memo {
        let mut memo = memo();
        let mut row = memo.answer.tables[0].rows.first().unwrap();
        row.cells[0] = "模型 a long name ".repeat(20).into();
        let mut table = memo.answer.tables[0].clone();
        table.rows = (0..3_000).map(|_| row.clone()).collect();
        memo.answer.tables = vec![table; 9];
        memo.answer.title = "A long question ".repeat(99);
        memo.answer.headline = "模型 ".repeat(300);
        memo.answer.details = vec!["A very long reason ".repeat(200); 9];
        memo.answer.notes = vec!["A very long note ".repeat(200); 9];
        memo.subject = vec!["A very long workload ".repeat(99); 20];
        memo.lists = (0..40).map(|list| format!("List {list} of {}", "模型 and نموذج ".repeat(30))).collect();
        memo
    }

    #[test]
    fn in_markdown_the_pick_the_why_and_the_sources() {
        let text = markdown(&memo());
        for part in [
            "26 November 2026",
            "Llama 3.3 8B",
            "Gemini 2.0 Flash",
            "Prices:",
            "2026-04-29",
            "Chat message: 500",
        ] {
            assert!(text.contains(part) || text.contains(&escape(part)), "{part}\n{text}");
        }
    }

    #[test]
    fn a_long_table_is_cut_and_says_so() {
        assert!(markdown(&endless()).contains("more are left out here"));
    }
}
