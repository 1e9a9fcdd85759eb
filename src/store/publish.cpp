#include "store/publish.hpp"

#include "json/json.hpp"
#include "store/sha256.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace almanac {
namespace {

namespace json = boost::json;

/// One member a line: people and `diff` read a manifest too.
std::string to_lines(json::object const& manifest)
{
    std::string out = "{\n";
    for (auto const& [key, value] : manifest) {
        if (out.size() > 2)
            out += ",\n";
        out += "  " + json::serialize(json::string{key}) + ": ";
        auto const* files = value.if_array();
        if (files == nullptr) {
            out += json::serialize(value);
            continue;
        }
        out += '[';
        for (auto const& file : *files) {
            out += &file == files->data() ? "\n    " : ",\n    ";
            out += json::serialize(file);
        }
        out += "\n  ]";
    }
    return out + "\n}\n";
}

/// Manifests of runs whose files the new set replaces, and what else is in latest/.
std::vector<std::string> outdated(Store& store, std::set<std::string> const& fresh)
{
    std::vector<std::string> old;
    for (auto& path : store.list("run-")) {
        auto const manifest = store.get(path);
        auto const replaced = manifest && std::ranges::any_of(files_of_manifest(*manifest),
                                                              [&](auto const& p) { return fresh.contains(p); });
        if (replaced && !fresh.contains(path))
            old.push_back(std::move(path));
    }
    for (auto& path : store.list("latest/"))
        if (!fresh.contains(path))
            old.push_back(std::move(path));
    return old;
}

}  // namespace

std::string run_name(absl::Time time)
{
    return absl::FormatTime("%Y-%m-%dT%H-%M-%SZ", time, absl::UTCTimeZone());
}

std::string manifest_path(std::string_view run)
{
    return fmt::format("run-{}.json", run);
}

std::vector<std::string> files_of_manifest(std::string_view manifest)
{
    std::vector<std::string> paths;
    try {
        static auto const path = compile_json_path("files[].path");
        auto const value = read_json(manifest);
        for (auto const* found : select(value, path))
            paths.push_back(to_text(*found));
    } catch (JsonError const&) {
    }
    return paths;
}

std::string published_run(Store& store)
{
    auto const manifest = store.get(latest_manifest);
    if (!manifest)
        return {};
    try {
        static auto const path = compile_json_path("run");
        auto const value = read_json(*manifest);
        auto const found = select(value, path);
        return found.empty() ? std::string{} : to_text(*found.front());
    } catch (JsonError const&) {
        return {};
    }
}

std::string to_manifest(RunSummary const& summary, std::span<Output const> outputs)
{
    json::object counts;
    for (auto const& [name, count] : summary.counts)
        counts[name] = count;
    json::array files;
    for (auto const& output : outputs)
        files.push_back({{"path", output.path},
                         {"latest", output.latest},
                         {"content_type", output.content_type},
                         {"bytes", output.bytes.size()},
                         {"sha256", sha256_hex(output.bytes)}});
    return to_lines({{"run", run_name(summary.time)},
                     {"program", summary.program},
                     {"counts", std::move(counts)},
                     {"files", std::move(files)}});
}

void publish(Store& store, std::span<Output const> outputs, RunSummary const& summary)
{
    auto const manifest = to_manifest(summary, outputs);
    std::vector<StoredFile> files;
    for (auto const& output : outputs)
        files.push_back({output.path, output.bytes, output.content_type});
    for (auto const& output : outputs)
        if (!output.latest.empty())
            files.push_back({output.latest, output.bytes, output.content_type});
    files.push_back({manifest_path(run_name(summary.time)), manifest, "application/json"});
    files.push_back({std::string{latest_manifest}, manifest, "application/json"});

    std::set<std::string> fresh;
    for (auto const& file : files)
        fresh.insert(file.path);
    store.put_together(run_name(summary.time), files, outdated(store, fresh));
}

}  // namespace almanac
