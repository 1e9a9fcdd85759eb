#include "command/shell.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <sys/ioctl.h>
#include <unistd.h>

namespace almanac {

namespace {

int columns()
{
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

}  // namespace

Shell this_shell()
{
    Shell shell;
    shell.environment = [](std::string_view name) -> std::optional<std::string> {
        auto const* const value = std::getenv(std::string{name}.c_str());
        return value ? std::optional<std::string>{value} : std::nullopt;
    };
    shell.out_is_terminal = isatty(STDOUT_FILENO) == 1;
    shell.err_is_terminal = isatty(STDERR_FILENO) == 1;
    auto const no_colour = shell.environment("NO_COLOR");
    shell.colour = shell.out_is_terminal && (!no_colour || no_colour->empty());
    shell.width = columns();
    return shell;
}

void print(std::FILE* file, std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0)
        return;
    if (errno == EPIPE)
        throw ReaderGone{"the reader of the output is gone"};
    throw std::runtime_error{fmt::format("cannot write the output: {}", std::strerror(errno))};
}

}  // namespace almanac
