//! Distributions as functions of uniform draws.

use milepost_strategy::model::{Distribution, Recommendation};

use super::Lowering;
use crate::graph::Id;
use crate::{Code, Draws, stream};

impl<'a> Lowering<'a> {
    /// A value drawn from a distribution, by the stream of a name.
    pub(super) fn drawn(&mut self, distribution: &Distribution, name: &str) -> Id {
        if let Distribution::Fixed(value) = distribution {
            return self.number(*value);
        }
        let u = self.graph.draw(stream(name));
        self.quantile(distribution, u)
    }

    /// A number drawn evenly from a range, by the stream of a name; its middle where nothing is drawn.
    pub(super) fn between(&mut self, (lo, hi): (f64, f64), name: &str) -> Id {
        match self.want.draws {
            Draws::Sampled if lo != hi => self.drawn(&Distribution::Uniform(lo, hi), name),
            _ => self.number(lo + (hi - lo) / 2.0),
        }
    }

    /// The share of a recommendation that is delivered.  An actor's correlation ties its deliveries together by a
    /// Gaussian copula with one common factor.
    pub(super) fn delivered(&mut self, recommendation: &'a Recommendation) -> Id {
        let (default, distribution) = &recommendation.delivered;
        if self.want.draws == Draws::Defaults {
            return self.number(*default);
        }
        let name = format!("delivered.{}", recommendation.name);
        let actor = recommendation.actor.map(|a| &self.strategy.actors[a.index()]);
        match actor.filter(|a| a.correlation > 0.0) {
            None => self.drawn(distribution, &name),
            Some(_) if matches!(distribution, Distribution::Fixed(_)) => self.drawn(distribution, &name),
            Some(actor) => {
                let rho = actor.correlation.min(1.0);
                let common = self.standard_normal(&format!("actor.{}", actor.name));
                let own = self.standard_normal(&name);
                let (a, b) = (self.number(rho.sqrt()), self.number((1.0 - rho).sqrt()));
                let (common, own) = (self.graph.mul(a, common), self.graph.mul(b, own));
                let z = self.graph.add(common, own);
                let u = self.graph.unary(Code::NormalCdf, z);
                self.quantile(distribution, u)
            }
        }
    }

    fn standard_normal(&mut self, name: &str) -> Id {
        let u = self.graph.draw(stream(name));
        self.graph.unary(Code::NormalQuantile, u)
    }

    /// The quantile of a distribution at u.
    fn quantile(&mut self, distribution: &Distribution, u: Id) -> Id {
        match distribution {
            Distribution::Fixed(value) => self.number(*value),
            Distribution::Uniform(lo, hi) => {
                let (lo, width) = (self.number(*lo), self.number(hi - lo));
                self.affine(u, width, lo)
            }
            Distribution::LogUniform(lo, hi) => {
                let (from, to) = (self.log(*lo), self.log(*hi));
                let width = self.graph.sub(to, from);
                let log = self.affine(u, width, from);
                let value = self.graph.unary(Code::Exp, log);
                self.held(value, *lo, *hi)
            }
            Distribution::Normal { mean, sd, lo, hi } => {
                let z = self.truncated(u, [(lo - mean) / sd, (hi - mean) / sd].map(Bound::Standard));
                let (mean, sd) = (self.number(*mean), self.number(*sd));
                let value = self.affine(z, sd, mean);
                self.held(value, *lo, *hi)
            }
            Distribution::LogNormal { median, sigma, lo, hi } => {
                let ln_median = self.log(*median);
                let bound = |end: f64| Bound::Log { end, ln_median, sigma: *sigma };
                let z = self.truncated(u, [bound(*lo), bound(*hi)]);
                let sigma = self.number(*sigma);
                let log = self.affine(z, sigma, ln_median);
                let value = self.graph.unary(Code::Exp, log);
                self.held(value, *lo, *hi)
            }
            Distribution::Categories(weights) => {
                let mut sum = 0.0;
                let mut value = Id::ZERO;
                for weight in weights.iter().take(weights.len().saturating_sub(1)) {
                    sum += weight;
                    let bar = self.number(sum);
                    let beyond = self.graph.at_most(bar, u);
                    value = self.graph.add(value, beyond);
                }
                value
            }
        }
    }

    /// x * width + from
    fn affine(&mut self, x: Id, width: Id, from: Id) -> Id {
        let product = self.graph.mul(x, width);
        self.graph.add(product, from)
    }

    /// The logarithm of a constant, left to the engine: libraries differ in the last bit.
    fn log(&mut self, value: f64) -> Id {
        let value = self.number(value);
        self.graph.unary(Code::Ln, value)
    }

    fn held(&mut self, value: Id, lo: f64, hi: f64) -> Id {
        let (lo, hi) = (self.number(lo), self.number(hi));
        self.graph.clip(value, lo, hi)
    }

    /// A standard normal variate between two ends.
    fn truncated(&mut self, u: Id, ends: [Bound; 2]) -> Id {
        let [from, to] = ends.map(|end| self.cumulative(end));
        let width = self.graph.sub(to, from);
        let p = self.affine(u, width, from);
        self.graph.unary(Code::NormalQuantile, p)
    }

    /// The normal distribution function at an end.
    fn cumulative(&mut self, end: Bound) -> Id {
        let z = match end {
            Bound::Standard(z) if z == f64::INFINITY => return Id::ONE,
            Bound::Standard(z) if z == f64::NEG_INFINITY => return Id::ZERO,
            Bound::Standard(z) => self.number(z),
            Bound::Log { end, .. } if end <= 0.0 => return Id::ZERO,
            Bound::Log { end, .. } if end == f64::INFINITY => return Id::ONE,
            Bound::Log { end, ln_median, sigma } => {
                let (log, sigma) = (self.log(end), self.number(sigma));
                let above = self.graph.sub(log, ln_median);
                self.graph.div(above, sigma)
            }
        };
        self.graph.unary(Code::NormalCdf, z)
    }
}

/// An end of a truncated distribution.
#[derive(Clone, Copy)]
enum Bound {
    /// In standard deviations.
    Standard(f64),
    /// On the scale of the variable.
    Log { end: f64, ln_median: Id, sigma: f64 },
}
