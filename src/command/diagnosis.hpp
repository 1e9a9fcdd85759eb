#pragma once

#include <span>
#include <string>
#include <vector>

namespace almanac {

enum class Health { ok, warning, failed, left_out };

/// What a check of `almanac doctor` came to.
struct Diagnosis {
    Health health = Health::ok;
    std::string subject;  ///< "credentials", "token NPS_API_KEY"
    std::string found;    ///< a sentence without a secret
    std::string cure{};   ///< what to do; empty when nothing is
};

/// A line for each, the cure below it, and a last line that counts.
[[nodiscard]] std::string to_table(std::span<Diagnosis const> diagnoses, bool colour);

[[nodiscard]] bool any_failed(std::span<Diagnosis const> diagnoses);

}  // namespace almanac
