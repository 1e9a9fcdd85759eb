#include "command/interrupt.hpp"

#include <csignal>

namespace almanac {

namespace {

// A signal handler can reach nothing but a lock-free global (POSIX.1-2017, section 2.4.3).
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void note_signal(int signal)
{
    interrupted = true;
    std::signal(signal, SIG_DFL);
}

}  // namespace

std::atomic<bool> const& interrupt_flag()
{
    return interrupted;
}

void watch_for_interrupts()
{
    std::signal(SIGINT, note_signal);
    std::signal(SIGTERM, note_signal);
    // Both become errors of the call that met them, with a message of their own.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace almanac
