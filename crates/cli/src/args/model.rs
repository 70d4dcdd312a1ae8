//! How a bare model is read: what `simulate` and `codegen` take alike.

use clap::{Args, ValueEnum};
use milepost_import::Settings;
use milepost_strategy::model;

/// Changes to a model before it is run.
#[derive(Args)]
pub struct ModelArgs {
    /// Set a constant or an equation to a number, all its elements or one (`NAME[a,b]`); may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = number_setting)]
    pub set: Vec<(String, f64)>,
    /// Method of integration [default: the model's]
    #[arg(long, value_enum)]
    pub method: Option<Method>,
    /// Time between saved values [default: the model's]
    #[arg(long, value_name = "X")]
    pub save_every: Option<f64>,
    /// Last time [default: the model's]
    #[arg(long, value_name = "T")]
    pub until: Option<f64>,
    /// File with data for variables without an equation; may be given several times [default: data.tab, data.csv]
    #[arg(long, value_name = "FILE")]
    pub data: Vec<String>,
}

impl ModelArgs {
    /// As the reader of models takes them.
    pub fn settings(&self) -> Settings {
        Settings {
            set: self.set.clone(),
            until: self.until,
            save_every: self.save_every,
            data: self.data.clone(),
            method: self.method.map(Into::into),
            ..Settings::default()
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// First order
    Euler,
    /// Heun, second order
    Rk2,
    /// Runge and Kutta, fourth order
    Rk4,
}

impl From<Method> for model::Method {
    fn from(asked: Method) -> model::Method {
        match asked {
            Method::Euler => model::Method::Euler,
            Method::Rk2 => model::Method::Rk2,
            Method::Rk4 => model::Method::Rk4,
        }
    }
}

/// `birth rate=0.03`
fn number_setting(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.rsplit_once('=').ok_or("write NAME=VALUE, such as \"birth rate=0.03\"")?;
    let value: f64 = value.trim().parse().map_err(|_| format!("`{}` is not a number", value.trim()))?;
    if !value.is_finite() {
        return Err(format!("`{value}` is not a finite number"));
    }
    Ok((name.trim().into(), value))
}
