//! How the rows of an indicator's file are read.

use super::{Parse, Parser};
use crate::ast::{Name, Reading};

/// The column of the figure, and those of the least and the most.
type Figure = (Option<Name>, Option<(Name, Name)>);

impl Parser<'_> {
    /// Parses `deaths`, `deaths in least .. most` or `least .. most`.
    pub(super) fn figure_columns(&mut self) -> Parse<Figure> {
        let first = self.quotable_name("the header of a column")?;
        if self.eat_word("in") {
            let low = self.quotable_name("the header of the column with the least")?;
            self.expect("..")?;
            let high = self.quotable_name("the header of the column with the most")?;
            return Ok((Some(first), Some((low, high))));
        }
        if self.eat("..") {
            let high = self.quotable_name("the header of the column with the most")?;
            return Ok((None, Some((first, high))));
        }
        Ok((Some(first), None))
    }

    /// Parses a line that says how rows are read.
    pub(super) fn reading_field(&mut self, reading: &mut Reading) -> Parse<()> {
        let span = self.peek().span;
        match self.peek_word() {
            "layout" => self.named_clause(&mut reading.layout, "the layout"),
            "until" => self.header_field(&mut reading.until, "`until`"),
            "id" => self.header_field(&mut reading.id, "`id`"),
            "published" => self.header_field(&mut reading.published, "`published`"),
            "place" => self.header_field(&mut reading.place, "`place`"),
            "count" => {
                self.bump();
                self.expect_word("rows")?;
                self.once(&mut reading.counts_rows, span, span, "`count rows`");
                Ok(())
            }
            "only" => {
                self.bump();
                let column = self.quotable_name("the header of a column")?;
                let value = self.quoted("what stands in the rows that count")?;
                self.once(&mut reading.only, (column, value), span, "`only`");
                Ok(())
            }
            "places" => {
                self.bump();
                let file = self.quoted("a CSV file")?;
                self.once(&mut reading.places, file, span, "`places`");
                Ok(())
            }
            "covers" => {
                self.bump();
                let from = self.amount()?;
                self.expect_word("to")?;
                let to = self.amount()?;
                self.once(&mut reading.covers, (from, to), span, "`covers`");
                Ok(())
            }
            _ => Err(self.unknown_field("an indicator")),
        }
    }

    /// Parses a word and the header of a column behind it.
    fn header_field(&mut self, slot: &mut Option<Name>, what: &str) -> Parse<()> {
        let word = self.bump();
        let column = self.quotable_name("the header of a column")?;
        self.once(slot, column, word.span, what);
        Ok(())
    }
}
