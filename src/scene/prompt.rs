//! The prompt of a terminal: what is typed goes in, line by line; what stands before the next line comes out.

/// Who reads what is typed at a host's terminal.
#[derive(Debug, Clone, Default)]
pub(super) struct Prompt {
    /// A program; none: the shell.
    program: Option<String>,
}

impl Prompt {
    /// What stands before the line that is typed next, with the space at its end.
    pub(super) fn text(&self) -> String {
        self.program.as_ref().map_or_else(|| "$ ".to_owned(), |program| format!("{program}> "))
    }

    /// Takes a line that was typed: some programs read lines of their own until they are left.
    pub(super) fn run(&mut self, text: &str) {
        let first = text.split_whitespace().next().unwrap_or("");
        match (self.program.is_some(), first) {
            (true, "quit" | "exit" | "bye") => self.program = None,
            (false, "ftp" | "sftp" | "nslookup") => self.program = Some(first.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_a_prompt_of_its_own_until_it_is_left() {
        let mut prompt = Prompt::default();
        let mut stood = Vec::new();
        for line in ["ls", "ftp 1.1.2.1", "get foo", "quit", "ls"] {
            stood.push(prompt.text());
            prompt.run(line);
        }
        assert_eq!(stood, ["$ ", "$ ", "ftp> ", "ftp> ", "$ "]);
    }
}
