#include "command/recording.hpp"

#include "config/toml.hpp"
#include "fetch/recording_fetcher.hpp"
#include "program_version.hpp"
#include "store/posix.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

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

void record_into(Fetching& fetching, std::string const& capture)
{
    fetching.writer =
        std::make_unique<WarcWriter>(capture, *fetching.clock, fmt::format("Almanac/{}", program_version));
    fetching.fetcher = std::make_unique<RecordingFetcher>(std::move(fetching.fetcher), *fetching.writer);
}

Fetching make_recording(FetchingOptions options, Plan const& plan, Shell const& shell, std::string const& capture)
{
    if (options.replay.empty()) {
        options.record = capture;
        return make_fetching(options, plan, shell);
    }
    options.record.clear();
    auto fetching = make_fetching(options, plan, shell);
    record_into(fetching, capture);
    return fetching;
}

std::vector<SourceResult> record_sources(std::vector<Source> const& sources, Plan const& plan, Fetching& fetching,
                                         int days)
{
    auto harvesting = harvest_options(fetching, plan, days);
    harvesting.workers = 1;
    auto results = harvest(sources, plan.config, *fetching.fetcher, harvesting);
    if (auto const problem = finish(fetching); !problem.empty())
        throw std::runtime_error{problem};
    return results;
}

std::string capture_clock(absl::Time now)
{
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone());
}

std::string capture_lines(std::string const& capture, std::string const& sources_folder, absl::Time now)
{
    return fmt::format("capture     = {}\ncapture_now = \"{}\"\n",
                       toml_string(std::filesystem::relative(capture, sources_folder).string()), capture_clock(now));
}

}  // namespace almanac
