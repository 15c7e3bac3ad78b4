//! From a report to its statements and positions.
