#include "command/new_source.hpp"

#include "command/capture_check.hpp"
#include "command/interrupt.hpp"
#include "command/recording.hpp"
#include "config/error.hpp"
#include "store/posix.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace almanac {

namespace {

namespace fs = std::filesystem;

fs::path file_of(std::string const& id, std::string const& folder)
{
    return fs::path{folder} / (id + ".toml");
}

/// The keys of the capture stand before the first table, as what follows a "[html]" is part of it; an empty line parts
/// them from a recipe.
std::string with_capture(std::string toml, std::string const& lines)
{
    auto const gap = toml.find("\n\n");
    return toml.insert(gap == std::string::npos ? toml.size() : gap + 1, lines);
}

}  // namespace

void check_new_source(std::string const& id, std::string const& folder)
{
    bool const plain =
        !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    if (!plain)
        throw ConfigError{fmt::format("--write: {} is no id: use small letters, digits, _ and -", in_quotes(id))};
    auto const path = file_of(id, folder);
    if (fs::exists(path))
        throw ConfigError{fmt::format("{} is there already: choose another id, remove the file, or let almanac "
                                      "probe --repair {} mend it",
                                      path.string(), id)};
    if (fs::exists(folder) && ::access(folder.c_str(), W_OK) != 0)
        throw ConfigError{fmt::format("--write: the folder {} cannot be written: {}. Choose another with --sources, "
                                      "or change its owner or rights",
                                      folder, std::strerror(errno))};
}

int write_new_source(NewSource const& given, Plan const& plan, Shell& shell,
                     std::function<Fetching(std::string const& capture)> const& connect)
{
    auto const path = file_of(given.id, given.folder);
    auto const source = read_source(given.toml, path.string(), plan.config);
    auto const capture = capture_file(given.folder, given.id);
    make_capture_folder(capture);
    auto fetching = connect(capture);
    auto const results = record_sources({source}, plan, fetching, 0);
    if (interrupt_flag()) {
        std::error_code ignored;
        fs::remove(capture, ignored);
        print(shell.err, "almanac probe: interrupted; nothing was written\n");
        return exit_interrupted;
    }
    auto const& result = results.front();
    print_notes(result.reading.notes, shell);
    write_file(events_file(capture), to_json_lines(result.reading.events));
    write_file(path, with_capture(given.toml, capture_lines(capture, given.folder, fetching.now)));
    auto const counted = [](std::size_t count, std::string_view what) {
        return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    };
    print(shell.out,
          fmt::format("\nWrote {}\n      {} ({})\n      {} ({} of the next {} days)\n", path.string(), capture,
                      counted(static_cast<std::size_t>(result.traffic.pages), "page"), events_file(capture),
                      counted(result.reading.events.size(), "event"), plan.config.window.days));
    if (result.reading.events.empty())
        print(shell.out, "No event is to come, so almanac check has little to compare: record it again when there "
                         "are some.\n");
    print(shell.out, fmt::format("Look at them: almanac explain {}. From now on almanac check says when the file gives "
                                 "other events.\n",
                                 given.id));
    return 0;
}

}  // namespace almanac
