//! Markdown to cases.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The blocks under one heading of a Markdown file.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The file, relative to the folder that was read, with `/`.
    pub file: String,
    /// The heading.
    pub heading: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// The files of the strategy, in the order of their blocks.
    pub files: Vec<(String, String)>,
    /// Parts of strategies that are shown and stand somewhere else.
    pub fragments: Vec<String>,
    /// What must come of it.
    pub expected: Vec<Expected>,
}

/// A block that says what must come of a case.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What kind of block.
    pub kind: Kind,
    /// The line of its first line, counted from 1.
    pub line: usize,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Kinds of expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `values`: statements on a run at the defaults.
    Values,
    /// `values futures=2000 seed=1`: statements on many futures.
    Futures {
        /// How many.
        futures: u64,
        /// Seed.
        seed: u64,
    },
    /// `diagnostics`: every finding.
    Diagnostics,
    /// `notices`: every notice.
    Notices,
}

impl Case {
    /// Where it stands, for people.
    pub fn place(&self) -> String {
        format!("{}:{} {}", self.file, self.line, self.heading)
    }

    /// Whether it has a block of this kind.
    pub fn expects(&self, kind: impl Fn(Kind) -> bool) -> bool {
        self.expected.iter().any(|e| kind(e.kind))
    }

    /// Whether it shows what is wrong with a strategy, rather than what comes of one.
    pub fn fails(&self) -> bool {
        self.expected.iter().any(|e| e.kind == Kind::Diagnostics && e.lines.iter().any(|l| !l.trim().is_empty()))
    }
}

/// All cases of the Markdown files below a folder, in order of path and line.
///
/// # Errors
/// If the folder cannot be read, or a block is marked in a way that means nothing.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Case>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let found = read(&name, &fs::read_to_string(&path)?);
        cases.extend(found.map_err(|why| io::Error::other(format!("{name}: {why}")))?);
    }
    Ok(cases)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|e| e == "md") {
            paths.push(path);
        }
    }
    Ok(())
}

/// The cases of one Markdown text: every heading with a `mile` block under it.  Blocks may be indented, as in a list.
///
/// # Errors
/// If a block is marked in a way that means nothing.
pub fn read(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut case = Case { file: file.into(), ..Case::default() };
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim().to_string();
            let next = Case { file: file.into(), heading, line: number + 1, ..Case::default() };
            cases.push(std::mem::replace(&mut case, next));
        } else if let Some(info) = line.trim_start().strip_prefix("```") {
            let indent = &line[..line.len() - line.trim_start().len()];
            let block = lines.by_ref().map(|(_, l)| l.strip_prefix(indent).unwrap_or(l).to_string());
            let block = block.take_while(|l| l.trim_end() != "```").collect();
            case.take(info.trim(), number + 2, block).map_err(|why| format!("line {}: {why}", number + 1))?;
        }
    }
    cases.push(case);
    cases.retain(|c| !(c.files.is_empty() && c.fragments.is_empty()));
    Ok(cases)
}

impl Case {
    /// Takes a fenced block by the words behind its fence.
    fn take(&mut self, info: &str, line: usize, lines: Vec<String>) -> Result<(), String> {
        let mut words = info.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let mut options = words.map(|w| w.split_once('=').unwrap_or((w, "")));
        let kind = match kind {
            "mile" | "csv" | "mdl" | "xmile" => {
                let text = lines.iter().map(|l| format!("{l}\n")).collect();
                let name = match (kind, options.next()) {
                    ("mile", None) => "case.mile",
                    ("mile", Some(("fragment", ""))) => {
                        self.fragments.push(text);
                        return Ok(());
                    }
                    (_, Some(("file", name))) => name,
                    (_, other) => return Err(format!("a `{kind}` block needs `file=NAME`, not {other:?}")),
                };
                if self.files.iter().any(|(n, _)| n == name) {
                    return Err(format!("a second block for `{name}`"));
                }
                self.files.push((name.into(), text));
                return Ok(());
            }
            "values" => match (options.next(), options.next()) {
                (None, _) => Kind::Values,
                (Some(("futures", n)), Some(("seed", s))) => Kind::Futures {
                    futures: n.parse().map_err(|_| format!("`{n}` is no number of futures"))?,
                    seed: s.parse().map_err(|_| format!("`{s}` is no seed"))?,
                },
                other => return Err(format!("`values` takes `futures=N seed=S`, not {other:?}")),
            },
            "diagnostics" => Kind::Diagnostics,
            "notices" => Kind::Notices,
            // Shell, output and the like.
            _ => return Ok(()),
        };
        self.expected.push(Expected { kind, line, lines });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_belong_to_the_heading_above_them() {
        let text = "# File\nprose\n## One\n```mile\nlet a = 1\n```\n```values\n# no heading\na = 1\n```\n\
                    ## Two\n```mile file=b.mile\nlet b = 1\n```\n```csv file=x.csv\na\n```\n```diagnostics\n```\n";
        let cases = read("f.md", text).unwrap();
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].heading, "One");
        assert_eq!(cases[0].files, [("case.mile".to_string(), "let a = 1\n".to_string())]);
        assert_eq!((cases[0].expected[0].line, cases[0].expected[0].lines.len()), (8, 2));
        assert_eq!(cases[1].files.len(), 2);
        assert!(!cases[1].fails() && cases[1].expects(|k| k == Kind::Diagnostics));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for block in ["```mile flie=x\n```", "```values futures=x seed=1\n```", "```mile\n```\n```mile\n```"] {
            assert!(read("f.md", &format!("## One\n{block}\n")).is_err(), "{block}");
        }
    }
}
