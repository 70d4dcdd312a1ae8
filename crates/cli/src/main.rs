//! Starts the `milepost` command.

fn main() -> std::process::ExitCode {
    milepost_cli::main()
}
