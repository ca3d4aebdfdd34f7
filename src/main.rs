//! The `pullquote` program.
fn main() {}
