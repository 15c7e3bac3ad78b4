//! The engine from outside: shared cases, a slow oracle, what existing programs get wrong, and bad input.

mod bad_input;
mod differences;
mod gmcr;
mod horizons;
mod inverse;
mod levers;
mod library;
mod oracle;
mod random;
mod robustness;
mod shared;
mod slow_and_fast;
mod witnesses;
