//! What is written besides builds: one file, whole or not at all; a new folder with files in it, where nothing was.

use super::disk::{self, exists};
use super::error::{Error, doing};
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Nothing but a file with the same bytes, which stays as it is.
    Nothing,
    /// Any file but a lesson: the user has named it.
    Any,
}

/// Writes one file. A reader sees the old file or the new one; a link is followed; into a pipe or a device the bytes go as
/// they are. `lessons` are never written over.
///
/// # Errors
///
/// When the place is taken, a folder or a lesson, or when the disk refuses.
pub fn write_one(path: &Path, bytes: &[u8], replace: Replace, lessons: &[PathBuf]) -> Result<(), Error> {
    clear_parts(folder_of(path));
    let Ok(about) = path.metadata() else { return write_new(path, bytes) };
    if about.is_dir() {
        return Err(Error::refused(path, "is a folder: name a file in it"));
    }
    if !about.is_file() {
        let mut sink = doing("open", path, OpenOptions::new().write(true).open(path))?;
        return doing("write", path, sink.write_all(bytes));
    }
    let place = doing("find", path, path.canonicalize())?;
    if lessons.iter().any(|lesson| lesson.canonicalize().is_ok_and(|lesson| lesson == place)) {
        return Err(Error::refused(path, "is the lesson itself: choose another file with -o"));
    }
    if about.len() == bytes.len() as u64 && doing("read", path, fs::read(&place))? == bytes {
        return Ok(());
    }
    match replace {
        Replace::Any => put_over(&place, bytes, None),
        Replace::Nothing => Err(Error::refused(path, "is there already: to write over it, name it with -o")),
    }
}

/// Writes a lesson anew that the user asked to be changed. A reader sees the old text or the new one; a link is followed;
/// the file's permissions stay.
///
/// # Errors
///
/// When the file does not hold `before` any more, is marked read-only, or when the disk refuses.
pub fn rewrite(path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), Error> {
    let place = doing("find", path, path.canonicalize())?;
    clear_parts(folder_of(&place));
    let permissions = doing("read", path, place.metadata())?.permissions();
    if permissions.readonly() {
        return Err(Error::refused(path, "is read-only: nothing was changed"));
    }
    if doing("read", path, fs::read(&place))? != before {
        return Err(Error::refused(path, "was changed by someone else in the meantime: nothing was written"));
    }
    put_over(&place, bytes, Some(permissions))
}

/// Makes a folder with these files in it: each a path with `/` between its parts, and its text. An empty folder that is
/// there already is taken.
///
/// # Errors
///
/// When something is there already, or when the disk refuses; what was written by then is taken back.
pub fn write_folder(folder: &Path, files: &[(&str, &str)]) -> Result<(), Error> {
    let there = folder.symlink_metadata().is_ok();
    if there && !folder.is_dir() {
        return Err(Error::refused(folder, "is there already, and is no folder"));
    }
    clear_parts(folder);
    if there && doing("read", folder, fs::read_dir(folder))?.next().is_some() {
        return Err(Error::refused(folder, "is there already, and is not empty"));
    }
    let made: Vec<_> = folder.ancestors().take_while(|path| !exists(path)).map(Path::to_owned).collect();
    let mut written = Vec::new();
    for (path, text) in files {
        let place = folder.join(path);
        let ready = doing("create the folder", &place, place.parent().map_or(Ok(()), fs::create_dir_all));
        let result = ready.and_then(|()| write_new(&place, text.as_bytes()));
        if let Err(error) = result {
            take_back(folder, &written, &made);
            return Err(error);
        }
        written.push(place);
    }
    Ok(())
}

/// Nothing can be done about what cannot be taken back.
fn take_back(folder: &Path, written: &[PathBuf], made: &[PathBuf]) {
    for place in written {
        let _ = fs::remove_file(place);
        disk::remove_emptied_folders(folder, place);
    }
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}

/// Writes a file where none is: beside its place first, then it gets its name.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let (part, mut file) = part_beside(path)?;
    let written = file.write_all(bytes);
    let named = written.and_then(|()| name_new(&part, path));
    if named.is_err() {
        let _ = fs::remove_file(&part);
    }
    doing("write", path, named)
}

/// A second name, unlike a new one, takes no other file's place. Where a file has only one, this is as good as it gets.
fn name_new(part: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(part, path) {
        Ok(()) => {
            let _ = fs::remove_file(part);
            Ok(())
        }
        Err(_) if !exists(path) => fs::rename(part, path),
        Err(error) => Err(error),
    }
}

/// Writes beside the file first, then renames over it.
fn put_over(place: &Path, bytes: &[u8], permissions: Option<Permissions>) -> Result<(), Error> {
    let (part, mut file) = part_beside(place)?;
    let written = file.write_all(bytes);
    let written = written.and_then(|()| permissions.map_or(Ok(()), |these| file.set_permissions(these)));
    let written = written.and_then(|()| fs::rename(&part, place));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    doing("write", place, written)
}

/// The names of the parts that processes may write in a folder at a time.
fn parts(folder: &Path) -> impl Iterator<Item = PathBuf> {
    (0..64).map(|number| folder.join(format!(".packetreel-part-{number}")))
}

/// Removes the parts that killed processes left in a folder: those that nobody holds.
fn clear_parts(folder: &Path) {
    for part in parts(folder) {
        if File::open(&part).is_ok_and(|left| left.try_lock().is_ok()) {
            let _ = fs::remove_file(&part);
        }
    }
}

/// A new file in the folder of `place`, locked for as long as it is written.
fn part_beside(place: &Path) -> Result<(PathBuf, File), Error> {
    for part in parts(folder_of(place)) {
        let Ok(file) = File::create_new(&part) else { continue };
        match file.try_lock() {
            // Another process may have taken it for one that was left, and removed it.
            Ok(()) if !disk::is_at(&file, &part) => {}
            Err(TryLockError::WouldBlock) => {}
            // Some file systems have no locks: there a killed process leaves its part.
            _ => return Ok((part, file)),
        }
    }
    // Other processes hold them all, or the folder takes no file: its own error says which.
    let part = place.with_file_name(".packetreel-part");
    let file = doing("write beside", place, File::create_new(&part))?;
    Ok((part, file))
}

fn folder_of(place: &Path) -> &Path {
    place.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("the tests can write to the temporary folder")
    }

    fn names(at: &Path) -> Vec<String> {
        let listed = fs::read_dir(at).expect("it can be listed");
        let mut names: Vec<String> =
            listed.map(|entry| entry.expect("so can its entries").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_the_user_named_is_written_over_and_leaves_nothing_beside() {
        let at = folder();
        let path = at.path().join("a.png");
        for text in ["old", "newer"] {
            write_one(&path, text.as_bytes(), Replace::Any, &[]).expect("it is written");
            assert_eq!(fs::read(&path).expect("it is there"), text.as_bytes());
        }
        assert_eq!(names(at.path()), ["a.png"]);
    }

    #[test]
    fn a_file_that_the_user_did_not_name_stays() {
        let at = folder();
        let path = at.path().join("a.png");
        write_one(&path, b"old", Replace::Nothing, &[]).expect("nothing was there");
        write_one(&path, b"old", Replace::Nothing, &[]).expect("it has these bytes already");
        let why = write_one(&path, b"new", Replace::Nothing, &[]).expect_err("it is there").to_string();
        assert!(why.contains("is there already"), "{why}");
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
    }

    #[test]
    fn the_lesson_is_never_written_over() {
        let at = folder();
        let lesson = at.path().join("lesson.md");
        fs::write(&lesson, "# A").expect("the test can write");
        let named_otherwise = at.path().join(".").join("lesson.md");
        assert!(write_one(&named_otherwise, b"PNG", Replace::Any, std::slice::from_ref(&lesson)).is_err());
        assert_eq!(fs::read(&lesson).expect("it is there"), b"# A");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_a_device_stays_one() {
        let at = folder();
        let (real, link) = (at.path().join("real.png"), at.path().join("link.png"));
        fs::write(&real, "old").expect("the test can write");
        std::os::unix::fs::symlink(&real, &link).expect("the test can link");
        write_one(&link, b"new", Replace::Any, &[]).expect("it is written");
        assert_eq!(fs::read(&real).expect("it is there"), b"new");
        assert!(link.is_symlink());
        write_one(Path::new("/dev/null"), b"new", Replace::Any, &[]).expect("it takes anything");
        assert!(!Path::new("/dev/null").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_lesson_that_is_written_anew_keeps_its_permissions_and_its_links() {
        use std::os::unix::fs::PermissionsExt;
        let at = folder();
        let (real, link) = (at.path().join("real.md"), at.path().join("link.md"));
        fs::write(&real, "old").expect("the test can write");
        fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("it is the test's own");
        std::os::unix::fs::symlink(&real, &link).expect("the test can link");
        rewrite(&link, b"old", b"new").expect("it holds what was read");
        assert_eq!(fs::read(&real).expect("it is there"), b"new");
        assert!(link.is_symlink());
        assert_eq!(real.metadata().expect("it is there").permissions().mode() & 0o777, 0o640);
        assert_eq!(names(at.path()), ["link.md", "real.md"]);
        let why = rewrite(&real, b"old", b"newer").expect_err("it holds something else").to_string();
        assert!(why.contains("changed by someone else"), "{why}");
        fs::set_permissions(&real, Permissions::from_mode(0o440)).expect("it is the test's own");
        let why = rewrite(&real, b"new", b"newer").expect_err("it is marked").to_string();
        assert!(why.contains("is read-only"), "{why}");
        assert_eq!(fs::read(&real).expect("it is there"), b"new");
    }

    #[test]
    fn what_a_killed_process_left_is_cleared() {
        let at = folder();
        let path = at.path().join("a.png");
        fs::write(at.path().join(".packetreel-part-0"), "half").expect("the test can write");
        fs::write(&path, "old").expect("the test can write");
        write_one(&path, b"new", Replace::Any, &[]).expect("it is written");
        assert_eq!(names(at.path()), ["a.png"]);
    }

    #[test]
    fn a_new_folder_takes_the_place_of_nothing() {
        let at = folder();
        let new = at.path().join("x/new");
        write_folder(&new, &[("lesson.md", "# A"), ("notes/b.md", "b")]).expect("nothing is there");
        assert_eq!(names(&new), ["lesson.md", "notes"]);
        assert!(write_folder(&new, &[("lesson.md", "# B")]).is_err());
        assert_eq!(fs::read(new.join("lesson.md")).expect("it is there"), b"# A");
        let empty = at.path().join("empty");
        fs::create_dir(&empty).expect("the test can write");
        write_folder(&empty, &[("lesson.md", "# A")]).expect("it is empty");
    }

    #[test]
    fn a_folder_that_fails_halfway_is_taken_back() {
        let at = folder();
        let new = at.path().join("new");
        // The second file cannot be made: its folder's name is that of the first.
        assert!(write_folder(&new, &[("a", "a"), ("a/b", "b")]).is_err());
        assert!(!new.exists());
    }
}
