//! The `pullquote` program: hands its arguments to the library and ends with the code that it gives back.

use std::process::ExitCode;

fn main() -> ExitCode {
    pullquote::cli::run(std::env::args_os())
}
