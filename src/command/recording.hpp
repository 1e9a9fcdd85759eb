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

/// Writes into a capture what the fetcher answers from now on, where that is no network.
void record_into(Fetching& fetching, std::string const& capture);

/// A fetcher that records: the network, or the captures that the options name.
[[nodiscard]] Fetching make_recording(FetchingOptions options, Plan const& plan, Shell const& shell,
                                      std::string const& capture);

/// Reads the sources with a fetcher that records, one after the other so that the same pages give the same capture, and
/// completes the capture. Throws std::runtime_error when that cannot be written.
[[nodiscard]] std::vector<SourceResult> record_sources(std::vector<Source> const& sources, Plan const& plan,
                                                       Fetching& fetching, int days);

/// A clock as `capture_now` states it: "2031-04-01T04:00:00Z".
[[nodiscard]] std::string capture_clock(absl::Time now);

/// The lines of a source's file that name its capture and the clock it is read with.
[[nodiscard]] std::string capture_lines(std::string const& capture, std::string const& sources_folder, absl::Time now);

}  // namespace almanac
