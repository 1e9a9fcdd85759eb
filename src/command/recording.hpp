#pragma once

#include "command/fetching.hpp"
#include "harvest/harvest.hpp"

#include <string>
#include <vector>

namespace almanac {

/// "sources/captures/vnps.warc.gz": where the capture of a source stands unless its file says otherwise.
[[nodiscard]] std::string capture_file(std::string const& sources_folder, std::string const& id);

/// Makes the folder of a capture that is to be written.
void make_capture_folder(std::string const& capture);

/// Reads the sources with a fetcher that records, one after the other so that the same pages give the same capture, and
/// completes the capture. Throws std::runtime_error when that cannot be written.
[[nodiscard]] std::vector<SourceResult> record_sources(std::vector<Source> const& sources, Plan const& plan,
                                                       Fetching& fetching, int days, Shell const& shell);

/// The lines of a source's file that name its capture and the clock it is read with.
[[nodiscard]] std::string capture_lines(std::string const& capture, std::string const& sources_folder, absl::Time now);

}  // namespace almanac
