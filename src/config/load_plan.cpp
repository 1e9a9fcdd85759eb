#include "config/loaders.hpp"
#include "event/names.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <system_error>

namespace almanac {
namespace {

namespace fs = std::filesystem;

/// More files than this in one folder are no calendars.
constexpr std::size_t max_sources = 10'000;

/// The text of a file; at most a block more than parse_toml takes, so that this says what is too long.
[[nodiscard]] std::optional<std::string> read_text(fs::path const& path, Findings& findings)
{
    auto const close = [](std::FILE* file) { std::fclose(file); };
    std::error_code problem;
    bool const regular = fs::is_regular_file(path, problem);
    std::unique_ptr<std::FILE, decltype(close)> const file{regular ? std::fopen(path.c_str(), "rb") : nullptr, close};
    if (!file) {
        findings.add({path.string()}, fmt::format("cannot read this: {}", problem    ? problem.message()
                                                                          : !regular ? "not a file"
                                                                                     : std::strerror(errno)));
        return std::nullopt;
    }
    std::string text;
    constexpr std::size_t block = 16U << 10U;  // a source is a few hundred bytes
    for (std::size_t got = block; got == block && text.size() <= max_toml_bytes;) {
        auto const before = text.size();
        text.resize(before + block);
        got = std::fread(text.data() + before, 1, block, file.get());
        text.resize(before + got);
    }
    if (std::ferror(file.get()) != 0) {
        findings.add({path.string()}, "cannot read this: the disk gave an error");
        return std::nullopt;
    }
    return text;
}

[[nodiscard]] std::optional<Source> read_source_text(std::string_view toml, std::string const& file,
                                                     Config const& config, Findings& findings)
{
    auto document = parse_toml(toml, file, findings);
    if (!document)
        return std::nullopt;
    Shape shape;
    auto source = read_source(Table{*document, shape, findings}, fs::path{file}.stem().string(), config);
    report_unknown_keys(*document, shape, findings);
    return source;
}

[[nodiscard]] Config read_config_file(fs::path const& path, Findings& findings)
{
    if (path.empty())
        return {};
    auto const text = read_text(path, findings);
    auto document = text ? parse_toml(*text, path.string(), findings) : std::nullopt;
    if (!document)
        return {};
    Shape shape;
    auto config = read_config(Table{*document, shape, findings});
    report_unknown_keys(*document, shape, findings);
    return config;
}

/// The *.toml of a folder, sorted. Hidden files, as editors leave them, are none.
[[nodiscard]] std::vector<fs::path> list_sources(fs::path const& folder, Findings& findings)
{
    std::vector<fs::path> files;
    std::error_code problem;
    for (fs::directory_iterator entry{folder, problem}, end; !problem && entry != end; entry.increment(problem)) {
        auto const& path = entry->path();
        if (path.extension() == ".toml" && !path.filename().string().starts_with('.'))
            files.push_back(path);
        if (files.size() > max_sources) {
            findings.add({folder.string()}, fmt::format("the folder has more than {} sources", max_sources));
            break;
        }
    }
    if (problem)
        findings.add({folder.string()}, fmt::format("cannot read the folder of sources: {}", problem.message()));
    std::ranges::sort(files);
    return files;
}

/// The same id in another case would be the same file on some systems; the same request under the same name would list
/// every event twice.
void report_duplicates(std::vector<Source> const& sources, Findings& findings)
{
    std::map<std::string, std::string> ids;
    std::map<std::string, std::string> requests;
    for (auto const& source : sources) {
        auto const& file = source.position.file;
        auto const [id, new_id] = ids.emplace(lower_ascii(source.id), file);
        if (!new_id)
            findings.add({file},
                         fmt::format("the id {} is that of {} too", in_quotes(lower_ascii(source.id)), id->second));
        auto request = fmt::format("{}\n{}\n{}", fold(source.name), source.url, source.body);
        for (auto const& [name, value] : source.form)
            request += fmt::format("\n{}={}", name, value);
        auto const [known, is_new] = requests.emplace(std::move(request), file);
        if (!is_new && !source.url.empty())
            findings.add({file}, fmt::format("name and url are those of {} too", known->second));
    }
}

/// An event that one source lists and another organizes belongs to the latter: so every source's own name is known.
void know_organizers(std::vector<Source> const& sources, Config& config)
{
    std::set<std::string> known;
    for (auto const& [theirs, ours] : config.organizer_aliases)
        known.insert(name_key(theirs));
    for (auto const& source : sources)
        if (known.insert(name_key(source.name)).second)
            config.organizer_aliases.emplace(source.name, source.name);
}

void check_authority(Config const& config, std::vector<Source> const& sources, Findings& findings)
{
    std::vector<std::string_view> ids;
    ids.reserve(sources.size());
    for (auto const& source : sources)
        ids.emplace_back(source.id);
    for (auto const& id : config.authority)
        if (std::ranges::find(ids, id) == ids.end())
            findings.add(config.authority_at, fmt::format("'authority' names {}, which is no source{}", in_quotes(id),
                                                          did_you_mean(id, ids)));
}

}  // namespace

Plan load_plan(fs::path const& config_file, fs::path const& sources_folder)
{
    Findings findings;
    Plan plan;
    plan.config = read_config_file(config_file, findings);
    for (auto const& path : list_sources(sources_folder, findings)) {
        auto const text = read_text(path, findings);
        if (!text)
            continue;
        if (auto source = read_source_text(*text, path.string(), plan.config, findings))
            plan.sources.push_back(std::move(*source));
    }
    std::ranges::sort(plan.sources, {}, &Source::id);
    report_duplicates(plan.sources, findings);
    check_authority(plan.config, plan.sources, findings);
    know_organizers(plan.sources, plan.config);
    findings.throw_if_any();
    return plan;
}

Source read_source(std::string_view toml, std::string const& file, Config const& config)
{
    Findings findings;
    auto source = read_source_text(toml, file, config, findings);
    findings.throw_if_any();
    return std::move(*source);
}

}  // namespace almanac
