//! What the documents show is run: every `packetreel …` in a shell block of `README.md` and `docs/`, in a folder of its own
//! for each document, and what a text block says comes of it has to come.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

#[test]
fn every_command_in_the_documents_works() {
    let mut ran = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("the document is UTF-8");
        let mut reader = Reader::new(&document);
        for piece in &pieces(&text) {
            reader.take(piece);
        }
        reader.nothing_failed();
        ran += reader.ran;
    }
    assert!(ran >= 30, "only {ran} commands were found");
}

#[test]
fn pieces_are_found_in_their_order() {
    let text =
        "A\n```sh\npacketreel check a.md  # yes\n```\n````markdown a.md\n```\n````\n<!-- change a.md: x => y\\nz -->\n";
    let expected = [
        Piece::Block("sh", "packetreel check a.md  # yes\n".to_owned()),
        Piece::Block("markdown a.md", "```\n".to_owned()),
        Piece::Change("a.md", "x".to_owned(), "y\nz".to_owned()),
    ];
    assert_eq!(pieces(text), expected);
}

/// What of a document is acted on.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// A code block: what stands after its opening fence, and its text.
    Block(&'a str, String),
    /// `<!-- change FILE: old => new -->`: what the prose tells its reader to do.
    Change(&'a str, String, String),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let kind = line.trim_start_matches('`');
        let fence = &line[..line.len() - kind.len()];
        if fence.len() >= 3 {
            let block = lines.by_ref().take_while(|line| *line != fence).map(|line| format!("{line}\n"));
            pieces.push(Piece::Block(kind, block.collect()));
        } else if let Some(change) = line.strip_prefix("<!-- change ").and_then(|rest| rest.strip_suffix(" -->")) {
            let (file, change) = change.split_once(": ").expect("a change names its file");
            let (old, new) = change.split_once(" => ").expect("a change has two sides");
            let text = |side: &str| side.replace("\\n", "\n");
            pieces.push(Piece::Change(file, text(old), text(new)));
        }
    }
    pieces
}

/// Does what a document tells its reader to do.
struct Reader<'a> {
    document: &'a Path,
    at: TempDir,
    said: String,
    /// What a check said that found something. The text block right after it says so, too.
    found: Option<String>,
    ran: usize,
}

impl<'a> Reader<'a> {
    /// A reader in a folder with the lesson of the readme and a few more.
    fn new(document: &'a Path) -> Self {
        let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let readme = include_str!("../README.md");
        let (_, rest) = readme.split_once("\n````markdown\n").expect("the readme has a lesson");
        let (lesson, _) = rest.split_once("\n````\n").expect("its block is closed");
        let reader = Self { document, at, said: String::new(), found: None, ran: 0 };
        reader.write("lesson.md", &format!("{lesson}\n"));
        for name in ["dns", "dhcp"] {
            let text = fs::read_to_string(root.join(format!("tests/lessons/{name}.md"))).expect("it is a small lesson");
            reader.write(&format!("lessons/{name}.md"), &text);
            reader.write(&format!("{name}.md"), &text);
        }
        reader
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.at.path().join(file);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the test can write");
        fs::write(path, text).expect("the test can write");
    }

    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Block("sh", block) => {
                self.said.clear();
                self.nothing_failed();
                for line in block.lines().filter(|line| line.starts_with("packetreel ")) {
                    self.run(line);
                }
            }
            // What a reader sees of an output is there, whatever else is.
            Piece::Block("text", block) if !self.said.is_empty() => {
                let expected = block.trim_end();
                assert!(self.said.contains(expected), "{}: {expected}\nis not in\n{}", self.shown(), self.said);
                self.said.clear();
                self.found = None;
            }
            Piece::Block(kind, block) => {
                self.said.clear();
                self.nothing_failed();
                if let Some(file) = kind.strip_prefix("markdown ") {
                    self.write(file, block);
                }
            }
            Piece::Change(file, old, new) => {
                let text = fs::read_to_string(self.at.path().join(file)).expect("the file was made");
                assert_eq!(text.matches(old.as_str()).count(), 1, "{}: {old} is not there once", self.shown());
                self.write(file, &text.replace(old.as_str(), new));
            }
        }
    }

    fn nothing_failed(&self) {
        assert_eq!(self.found, None, "{}", self.shown());
    }

    /// Runs a line; what is said of a mistake that the text shows next is no failure.
    fn run(&mut self, line: &str) {
        let Output { status, stdout, stderr } = shell(self.at.path(), line);
        let words = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        let code = status.code().expect("it ended by itself");
        if line.starts_with("packetreel check ") && code == 1 {
            self.found = Some(words.clone());
        } else {
            assert_eq!(code, 0, "{}: {line}\n{words}", self.shown());
        }
        self.said.push_str(&words);
        self.ran += 1;
    }

    fn shown(&self) -> String {
        self.document.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Runs a line as a shell does. Nothing is opened, and other programs that it is piped into are left out.
fn shell(at: &Path, line: &str) -> Output {
    let line = line.split(" | ").next().unwrap_or_default().replace(" --open", "");
    let binary = Path::new(env!("CARGO_BIN_EXE_packetreel")).parent().expect("it is in a folder");
    let path = format!("{}:/usr/bin:/bin", binary.display());
    let mut command = Command::new("sh");
    command.current_dir(at).args(["-c", &line]).env("PATH", path).env_remove("HOME");
    command.output().expect("the system has a shell")
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_dir(root.join("docs")).expect("the documents can be listed");
    let in_docs = listed.map(|entry| entry.expect("an entry can be read").path());
    let mut documents: Vec<PathBuf> = in_docs.filter(|path| path.extension().is_some_and(|one| one == "md")).collect();
    documents.sort();
    documents.push(root.join("README.md"));
    documents
}
