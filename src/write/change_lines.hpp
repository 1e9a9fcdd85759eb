#pragma once

#include "write/writer.hpp"

#include <string>
#include <vector>

namespace almanac {

/// One line for the editor, as the cells of `changes` have it.
struct ChangeLine {
    std::string to_do;   ///< what is left for a person; empty: the import does it
    std::string change;  ///< "new", "changed", "same", "cancelled", "postponed", "gone"
    std::string name;    ///< as it is in WordPress now
    std::string date;    ///< "2026-12-05"
    std::string clock;   ///< "19:30"; empty when all day
    std::string
        new_name;  ///< name, date and clock that the import adds it under, when it is for WordPress another event
    std::string new_date;
    std::string new_clock;
    std::string url;
    std::string organizer;
    std::string why;
};

/// What is new, changed, cancelled or gone since the last harvest; what has to be done by hand first, then by time. An
/// event that several sources list has one line.
[[nodiscard]] std::vector<ChangeLine> change_lines(Calendar const& calendar);

}  // namespace almanac
