#pragma once

#include "store/store.hpp"

#include <absl/time/time.h>

#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Links to files of a store, for people who have no credentials.
struct Links {
    struct File {
        std::string path;  ///< "data/events-2026-11-23.csv"
        std::string url;   ///< whoever has it may read the file: never logged
    };
    std::vector<File> files;
    absl::Time expires;           ///< when the first of them ends
    bool shortened = false;       ///< sooner than asked for, because the credentials behind them end
    bool may_end_sooner = false;  ///< than `expires`: the credentials behind them do not tell when they end
};

/// What a person who gets mail of a run wants to open: the CSV files and pages that `latest/run.json` names, under
/// their dated paths, which the next run does not replace. Throws StoreError when nothing is published.
[[nodiscard]] std::vector<std::string> files_to_hand_over(Store& store);

/// Links that live for `lifetime`, at most 7 days, or as long as the credentials do. Throws StoreError: for a folder,
/// for a longer lifetime, with the reason.
[[nodiscard]] Links make_links(Store& store, std::span<std::string const> paths, absl::Duration lifetime);

}  // namespace almanac
