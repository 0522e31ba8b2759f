//! One server for one SQLite file: the streams of a second one would never hear what the first one stores.
//!
//! The lock lies on a file beside the database, for SQLite has locks of its own on the database itself. The system lets it go
//! with the process, however that ends; the file stays, and says nothing.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use crate::problem::Error;

/// The right to serve a file, as long as it is held.
#[derive(Debug)]
pub struct Alone(#[allow(dead_code, reason = "held, never read")] File);

impl Alone {
    /// Takes the right to serve an SQLite file that exists; a sentence when another server has it.
    pub fn take(database: &str) -> Result<Self, Error> {
        let refused = |why: &str| Error::Setting(format!("--database {database}: {why}"));
        // Two ways to write the path, or a link, lead to one file.
        let file = Path::new(database).canonicalize().map_err(|why| refused(&why.to_string()))?;
        let beside = beside(&file);
        let opened = File::options().create(true).truncate(false).write(true).open(&beside);
        let lock = opened.map_err(|why| refused(&format!("{}: {why}", beside.display())))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(refused(
                "another server is already running on this file. An SQLite file has one server; several need PostgreSQL",
            )),
            Err(TryLockError::Error(why)) => Err(refused(&format!("{} cannot be locked: {why}", beside.display()))),
        }
    }
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-serveur");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::Alone;
    use crate::problem::Error;

    #[test]
    fn a_file_has_one_server_whatever_its_path_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.db");
        std::fs::write(&file, "").unwrap();
        let path = file.display().to_string();
        let roundabout = folder.path().join(".").join("one.db").display().to_string();
        let first = Alone::take(&path).unwrap();
        for again in [&path, &roundabout] {
            let Err(Error::Setting(why)) = Alone::take(again) else { panic!("two servers on one file") };
            assert!(why.contains("another server is already running on this file"), "{why}");
        }
        drop(first);
        assert!(Alone::take(&roundabout).is_ok());
    }
}
