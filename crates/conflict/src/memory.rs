//! What an analysis may use.

/// The memory assumed free where the system does not say: 4 GB.
const UNKNOWN: u64 = 4 << 30;

/// Bytes of memory that the machine has free now.
pub fn available() -> u64 {
    std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find_map(|l| l.strip_prefix("MemAvailable:"))?;
            line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
        })
        .map_or(UNKNOWN, |kib| kib * 1024)
}

/// Bytes as a person reads them.
pub fn shown(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_read_well() {
        assert_eq!(super::shown(12_000), "12 kB");
        assert_eq!(super::shown(3_450_000_000), "3.4 GB");
    }
}
