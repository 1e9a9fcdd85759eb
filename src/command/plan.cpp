#include "command/plan.hpp"

#include "aws/secrets.hpp"
#include "command/parser.hpp"
#include "config/error.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace almanac {

namespace {

constexpr std::size_t max_input_bytes = 64U << 20U;

std::string_view word(Level level)
{
    switch (level) {
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

}  // namespace

SecretPlaces secret_places(Config const& config, Shell const& shell)
{
    return {.environment = shell.environment, .places = config.tokens, .fetch = fetch_from_aws(shell.environment)};
}

void declare_plan(Parser& parser, PlanOptions& options)
{
    parser.add("--config", options.config, "The configuration (default: almanac.toml)").value("FILE");
    parser.add("--sources", options.sources, "The folder of the sources (default: sources)").value("FOLDER");
}

Plan load_plan(PlanOptions const& options, bool optional)
{
    PlanOptions const defaults;
    auto const config_there = std::filesystem::exists(options.config);
    auto const sources_there = std::filesystem::exists(options.sources);
    if (optional && !sources_there && options.sources == defaults.sources) {
        if (!config_there && options.config == defaults.config)
            return {};
        return load_plan(options.config, {});
    }
    if (!config_there && options.config != defaults.config)
        throw ConfigError{fmt::format("--config: there is no file {}", options.config)};
    if (!sources_there)
        throw ConfigError{
            fmt::format("--sources: there is no folder {}. Run almanac where almanac.toml and sources/ are, "
                        "or name the folder.",
                        options.sources)};
    return load_plan(std::filesystem::path{config_there ? options.config : ""}, std::filesystem::path{options.sources});
}

Source const& find_source(Plan const& plan, std::string_view id)
{
    auto const found = std::ranges::find(plan.sources, id, &Source::id);
    if (found != plan.sources.end())
        return *found;
    std::vector<std::string_view> ids;
    ids.reserve(plan.sources.size());
    for (auto const& source : plan.sources)
        ids.emplace_back(source.id);
    throw ConfigError{
        fmt::format("there is no source '{}'{}. `almanac sources` lists them.", id, did_you_mean(id, ids))};
}

bool is_address(std::string_view input)
{
    auto const low = lower_ascii(input.substr(0, 8));
    return low.starts_with("http://") || low.starts_with("https://");
}

std::string read_input(std::string const& file)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened{nullptr, std::fclose};
    auto* in = stdin;
    if (file != "-") {
        opened.reset(std::fopen(file.c_str(), "rb"));
        if (!opened || std::filesystem::is_directory(file))
            throw std::runtime_error{fmt::format("cannot read {}: {}", file,
                                                 std::filesystem::is_directory(file) ? "it is a folder"
                                                 : std::filesystem::exists(file)     ? "permission denied"
                                                                                     : "there is no such file")};
        in = opened.get();
    }
    std::string bytes;
    std::vector<char> block(1U << 16U);
    while (auto const n = std::fread(block.data(), 1, block.size(), in)) {
        bytes.append(block.data(), n);
        if (bytes.size() > max_input_bytes)
            throw std::runtime_error{fmt::format("{} is larger than {} MB", file, max_input_bytes >> 20U)};
    }
    if (std::ferror(in) != 0)
        throw std::runtime_error{fmt::format("cannot read {} to its end", file)};
    return bytes;
}

std::string suggestion(std::string_view name)
{
    return name.empty() ? std::string{} : fmt::format(" (did you mean '{}'?)", name);
}

void print_note(Note const& note, Shell& shell)
{
    if (note.level == Level::info && !shell.err_is_terminal && !shell.json_log)
        return;
    if (shell.json_log) {
        boost::json::object const line{{"level", word(note.level)},
                                       {"source", note.source},
                                       {"url", redact_url(note.url)},
                                       {"message", note.message}};
        print(shell.err, boost::json::serialize(line) + '\n');
        return;
    }
    print(shell.err,
          fmt::format("{}: {}{}\n", note.source,
                      note.level == Level::error ? "" : fmt::format("{}: ", word(note.level)), note.message));
}

void print_notes(std::span<Note const> notes, Shell& shell)
{
    for (auto const& note : notes)
        print_note(note, shell);
}

}  // namespace almanac
