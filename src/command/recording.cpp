#include "command/recording.hpp"

#include "config/toml.hpp"
#include "store/posix.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

namespace almanac {

std::string capture_file(std::string const& sources_folder, std::string const& id)
{
    return fmt::format("{}/captures/{}.warc.gz", sources_folder, id);
}

void make_capture_folder(std::string const& capture)
{
    if (auto const folder = std::filesystem::path{capture}.parent_path(); !folder.empty())
        make_folders(folder);
}

std::vector<SourceResult> record_sources(std::vector<Source> const& sources, Plan const& plan, Fetching& fetching,
                                         int days, Shell const& shell)
{
    auto harvesting = harvest_options(fetching, plan, days);
    harvesting.workers = 1;
    auto results = harvest(sources, plan.config, *fetching.fetcher, harvesting);
    if (auto const problem = finish(fetching); !problem.empty())
        throw std::runtime_error{problem};
    return results;
}

std::string capture_lines(std::string const& capture, std::string const& sources_folder, absl::Time now)
{
    return fmt::format("capture     = {}\ncapture_now = \"{}\"\n",
                       toml_string(std::filesystem::relative(capture, sources_folder).string()),
                       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()));
}

}  // namespace almanac
