//! What `milepost contract` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use milepost_record::Date;

#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Every act is signed with the key of the party that says it; a party without one makes it first:
  milepost log keys DIR --new iraq --out iraq.key

A contract, from draft to proof:
  milepost contract draft DIR --reason \"first version\" --key un.key
  milepost contract sign DIR --key iraq.key
  milepost contract claim DIR publish_contract --evidence contract.pdf --key coalition.key
  milepost contract verify DIR publish_contract --evidence \"read in full\" --key un.key
  milepost contract status DIR"
)]
pub struct ContractArgs {
    #[command(subcommand)]
    pub act: ContractAct,
}

#[derive(Subcommand)]
pub enum ContractAct {
    /// Put the obligations of the strategy's files forward as the next version, with what it changes
    Draft(ContractDraftArgs),
    /// Agree to a version; an obligation is agreed when its debtor, creditor and overseer have signed
    Sign(ContractSignArgs),
    /// Say that an obligation is fulfilled; only who owes it can
    Claim(ContractProofArgs),
    /// Find that an obligation is fulfilled, or in part; only somebody other than who owes it can
    Verify(ContractVerifyArgs),
    /// Disagree with a claim or a verdict
    Dispute(ContractDisputeArgs),
    /// Ask for another due date of an obligation or a milestone; somebody else must approve it
    Move(ContractMoveArgs),
    /// Approve another due date that somebody asked for
    Approve(ContractApproveArgs),
    /// Waive an obligation by a rule of the strategy and the votes that carry it
    Waive(ContractWaiveArgs),
    /// Answer a trigger that fired, as its authority
    Decide(ContractDecideArgs),
    /// Say how every obligation stands, or one with all that was said of it
    Status(ContractStatusArgs),
}

/// Who says it and when.
#[derive(Args)]
pub struct ContractByArgs {
    /// File with the private key of the party that says so
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The day on which it is said [default: today]
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub on: Option<Date>,
}

#[derive(Args)]
pub struct ContractDraftArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// Why this version is made
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractSignArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The version [default: the last]
    #[arg(long)]
    pub number: Option<u32>,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractProofArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The obligation
    pub obligation: String,
    /// What shows it: a file, whose SHA-256 is kept, or words
    #[arg(long, value_name = "FILE|WORDS")]
    pub evidence: String,
    /// When it was done [default: the day on which it is said]
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub at: Option<Date>,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractVerifyArgs {
    #[command(flatten)]
    pub proof: ContractProofArgs,
    /// Fulfilled in part only
    #[arg(long)]
    pub partly: bool,
}

#[derive(Args)]
pub struct ContractDisputeArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The obligation
    pub obligation: String,
    /// Why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractMoveArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The obligation or milestone
    pub name: String,
    /// The new due date
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub to: Date,
    /// Why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractApproveArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The obligation or milestone
    pub name: String,
    /// The date that was asked for
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub to: Date,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Args)]
pub struct ContractDecideArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The trigger
    pub trigger: String,
    /// The answer
    #[arg(long, value_enum)]
    pub answer: Answer,
    /// Why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub by: ContractByArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Answer {
    /// The response is made
    Act,
    /// It is not
    Decline,
}

#[derive(Args)]
pub struct ContractStatusArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// One obligation or milestone, with everything that was said of it
    pub name: Option<String>,
    /// The date at which it stands so [default: today]
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub as_of: Option<Date>,
    /// Only what was known by this date [default: that of --as-of]
    #[arg(long, value_name = "DATE", value_parser = crate::record::date)]
    pub known_at: Option<Date>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ContractFormat::Table)]
    pub format: ContractFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ContractFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// Milestones of the Open Contracting Data Standard, 1.1
    Ocds,
}

#[derive(Args)]
pub struct ContractWaiveArgs {
    /// Folder with the .mile files
    pub dir: PathBuf,
    /// The obligation
    pub obligation: String,
    /// Approval of the strategy by whose rule the votes count, as it is read on the day
    #[arg(long)]
    pub rule: String,
    /// Table of votes, as `milepost decide` reads it
    #[arg(long, value_name = "FILE")]
    pub votes: PathBuf,
    /// Why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub by: ContractByArgs,
}
