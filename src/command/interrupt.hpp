#pragma once

#include <atomic>

namespace almanac {

/// What a shell reports of a program that SIGINT ended: 128 + 2.
inline constexpr int exit_interrupted = 130;

/// Set once Ctrl-C (SIGINT) or SIGTERM came: a run then asks for no more pages and keeps what was published before.
[[nodiscard]] std::atomic<bool> const& interrupt_flag();

/// Lets interrupt_flag() work; a second signal ends the program at once.
void watch_for_interrupts();

}  // namespace almanac
