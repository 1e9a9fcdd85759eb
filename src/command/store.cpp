#include "command/store.hpp"

#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/stored_input.hpp"
#include "store/posix.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    std::string action;
    std::string path;
    std::string out;
    std::string to = ".";
};

void declare(Parser& parser, Options& options)
{
    parser.add("action", options.action, "ls lists, cat prints one file, get copies files to this machine")
        .value("ACTION")
        .one_of({"ls", "cat", "get"})
        .required();
    parser.add("path", options.path, "A file or folder of the place, or s3://BUCKET/PATH (default: all)").value("PATH");
    parser.add("--out", options.out, "The place (default: output of almanac.toml)").value("PLACE");
    parser.add("--to", options.to, "get: the folder that files are copied into (default: this one)").value("FOLDER");
    declare_plan(parser, options.plan);
}

std::string no_such(StoredPath const& at)
{
    return fmt::format("there is no {}{}{}; `almanac store ls` lists what is there", at.place,
                       at.path.empty() ? "" : "/", at.path);
}

/// The file of that path, or all below the folder; never none.
std::vector<StoredEntry> entries_at(StoredPath const& at)
{
    auto entries = at.store->entries(at.path);
    auto const folder = at.path.empty() || at.path.ends_with('/') ? at.path : at.path + '/';
    std::erase_if(entries,
                  [&](StoredEntry const& entry) { return entry.path != at.path && !entry.path.starts_with(folder); });
    if (entries.empty())
        throw StoreError{no_such(at)};
    return entries;
}

std::string read(StoredPath const& at, std::string_view path)
{
    if (auto bytes = at.store->get(path))
        return std::move(*bytes);
    throw StoreError{no_such({nullptr, at.place, std::string{path}})};
}

void list(StoredPath const& at, Shell& shell)
{
    std::string out;
    for (auto const& entry : entries_at(at))
        out += fmt::format("{:>10}  {}  {}\n", entry.bytes,
                           absl::FormatTime("%Y-%m-%d %H:%M", entry.modified, absl::UTCTimeZone()), entry.path);
    print(shell.out, out);
}

/// A single file under its name; the files of a folder under their paths below it.
void copy_here(StoredPath const& at, std::filesystem::path const& folder, Shell& shell)
{
    auto const entries = entries_at(at);
    for (auto const& entry : entries) {
        auto name =
            entry.path == at.path ? entry.path.substr(entry.path.rfind('/') + 1) : entry.path.substr(at.path.size());
        auto const file = folder / name.substr(name.starts_with('/') ? 1 : 0);
        make_folders(file.parent_path());
        write_file(file, read(at, entry.path));
        print(shell.err, fmt::format("{}\n", file.lexically_normal().string()));
    }
}

int run(Options const& options, Shell& shell)
{
    auto const config = load_plan(options.plan, true).config;
    auto const at = find_stored(options.path, options.out.empty() ? config.output : options.out, config, shell);
    if (options.action == "ls")
        list(at, shell);
    else if (options.action == "cat")
        print(shell.out, read(at, at.path));
    else
        copy_here(at, options.to, shell);
    return 0;
}

}  // namespace

Command store_command()
{
    Command command;
    command.name = "store";
    command.summary = "List, show and copy what is published";
    command.description = "Looks into the place where harvests are published, a folder or a bucket. What was stored "
                          "with its SHA-256 is checked as it is read. `ls` prints size, time (UTC) and path; `get` "
                          "replaces files of the same name.";
    command.examples = {{"almanac store ls latest", "The files of the last run."},
                        {"almanac store cat latest/report.csv", "How each source fared."},
                        {"almanac store get latest --to import", "Copy them into the folder import."},
                        {"almanac store ls s3://example-bucket/calendar/", "Any bucket."}};
    command.exit_codes = {{0, "done"},
                          {1, "there is no such file, or the place cannot be reached"},
                          {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
