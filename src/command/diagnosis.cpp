#include "command/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace almanac {
namespace {

struct Shown {
    std::string_view word;
    std::string_view colour;
};

Shown shown(Health health)
{
    switch (health) {
    case Health::ok: return {"ok", "\x1b[32m"};
    case Health::warning: return {"warning", "\x1b[33m"};
    case Health::failed: return {"failed", "\x1b[31m"};
    case Health::left_out: return {"left out", "\x1b[2m"};
    }
    return {};
}

}  // namespace

std::string to_table(std::span<Diagnosis const> diagnoses, bool colour)
{
    std::size_t width = 0;
    for (auto const& diagnosis : diagnoses)
        width = std::max(width, diagnosis.subject.size());
    std::string table;
    for (auto const& [health, subject, found, cure] : diagnoses) {
        auto const [word, paint] = shown(health);
        table += fmt::format("{}{:8}{}  {:{}}  {}\n", colour ? paint : "", word, colour ? "\x1b[0m" : "", subject,
                             width, found);
        if (!cure.empty())
            table += fmt::format("{:8}  {:{}}  {}\n", "", "", width, cure);
    }
    auto const count = [&](Health health) { return std::ranges::count(diagnoses, health, &Diagnosis::health); };
    auto const failed = count(Health::failed);
    auto const warnings = count(Health::warning);
    if (failed == 0 && warnings == 0)
        return table + "All is well.\n";
    return table + fmt::format("Failed: {}, warnings: {}.\n", failed, warnings);
}

bool any_failed(std::span<Diagnosis const> diagnoses)
{
    return std::ranges::find(diagnoses, Health::failed, &Diagnosis::health) != diagnoses.end();
}

}  // namespace almanac
