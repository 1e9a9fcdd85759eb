#pragma once

#include "config/source.hpp"
#include "event/event.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// The events of a source that the editor does not want.
class SkipRules {
public:
    /// A pattern that RE2 does not take was refused when the source was loaded; here it matches nothing.
    explicit SkipRules(std::vector<SkipRule> const& rules);
    ~SkipRules();
    SkipRules(SkipRules const&) = delete;
    SkipRules& operator=(SkipRules const&) = delete;

    /// Why the event is to be dropped, by the first rule that matches: the rule's own reason, else "filtered by rule N"
    /// (from 1). Nothing when it stays. `stated_name` is the name with its status words.
    [[nodiscard]] std::optional<std::string> reason_to_skip(Event const& event, std::string_view stated_name) const;

private:
    struct Rule;
    std::vector<Rule> m_rules;
};

}  // namespace almanac
