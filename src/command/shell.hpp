#pragma once

#include <absl/time/time.h>

#include <cstdio>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace almanac {

/// What is left for publishing and the mail when reading ends at the deadline of a shell.
inline constexpr absl::Duration time_to_publish = absl::Seconds(10);

/// Where a command prints and what it may ask of its surroundings. Data goes to `out`, all else to `err`.
struct Shell {
    std::FILE* out = stdout;
    std::FILE* err = stderr;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool colour = false;                           ///< a terminal, and NO_COLOR is not set (no-color.org)
    bool json_log = false;                         ///< --log json: one object a line on `err`
    int width = 100;                               ///< columns of the terminal
    absl::Time deadline = absl::InfiniteFuture();  ///< when reading has to end, so that there is time to publish
    /// A variable of the environment: the only way by which tokens come in.
    std::function<std::optional<std::string>(std::string_view)> environment;
};

/// The shell that this process was started from.
[[nodiscard]] Shell this_shell();

/// The program that reads our output wants no more of it, as `head` does: no error.
struct ReaderGone : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Writes all of it. Throws ReaderGone for a closed pipe, std::runtime_error when the disk refuses.
void print(std::FILE* file, std::string_view text);

}  // namespace almanac
