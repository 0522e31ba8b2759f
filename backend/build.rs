//! Takes the page into the binary: built again when the page changes, and possible before there is one.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=../dist");
    println!("cargo:rerun-if-changed=migrations");
    std::fs::create_dir_all("../dist")
}
