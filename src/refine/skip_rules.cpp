#include "refine/skip_rules.hpp"

#include "html/sanitize.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace almanac {

struct SkipRules::Rule {
    std::string field;
    std::string reason;
    std::unique_ptr<RE2> pattern;
};

SkipRules::SkipRules(std::vector<SkipRule> const& rules)
{
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    for (std::size_t i = 0; i < rules.size(); ++i)
        m_rules.push_back({rules[i].field,
                           rules[i].reason.empty() ? fmt::format("filtered by rule {}", i + 1) : rules[i].reason,
                           std::make_unique<RE2>(rules[i].pattern, options)});
}

SkipRules::~SkipRules() = default;

std::optional<std::string> SkipRules::reason_to_skip(Event const& event, std::string_view stated_name) const
{
    auto const matches = [&](Rule const& rule) {
        auto const found_in = [&](std::string_view text) { return RE2::PartialMatch(text, *rule.pattern); };
        if (!rule.pattern->ok())
            return false;
        if (rule.field == "name")
            return found_in(event.name) || found_in(stated_name);
        if (rule.field == "venue")
            return found_in(event.place.name);
        if (rule.field == "description")
            return found_in(html_to_text(event.description));
        if (rule.field == "category")
            return std::ranges::any_of(event.categories, found_in);
        return rule.field == "url" && found_in(event.url);
    };
    auto const rule = std::ranges::find_if(m_rules, matches);
    if (rule == m_rules.end())
        return std::nullopt;
    return rule->reason;
}

}  // namespace almanac
