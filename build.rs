//! Embeds every file of `templates/` and `content/` in the binary, as tables of path and text in `OUT_DIR`; the golden
//! images beside the lessons stay outside.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = variable("CARGO_MANIFEST_DIR")?;
    let mut code = String::new();
    for (name, folder) in [("TEMPLATES", "templates"), ("CONTENT", "content")] {
        println!("cargo::rerun-if-changed={folder}");
        table(&mut code, name, &root, folder)?;
    }
    fs::write(variable("OUT_DIR")?.join("embedded.rs"), code)
}

fn variable(name: &str) -> io::Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("cargo sets {name} for build scripts")))
}

/// Appends the table of one folder, sorted by path, with `/` between the parts of a path on every platform.
///
/// The code finds the files from the package's folder when it is compiled: checkouts may share a target folder.
fn table(code: &mut String, name: &str, root: &Path, folder: &str) -> io::Result<()> {
    let mut files = Vec::new();
    if root.join(folder).is_dir() {
        collect(&root.join(folder), "", &mut files)?;
    }
    files.sort();
    writeln!(code, "/// The files of `{name}` by their path in that folder.").map_err(io::Error::other)?;
    writeln!(code, "pub const {name}: &[(&str, &str)] = &[").map_err(io::Error::other)?;
    for path in files {
        let file = format!("/{folder}/{path}");
        writeln!(code, "    ({path:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),")
            .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    Ok(())
}

fn collect(folder: &Path, under: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_name() == "golden" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
