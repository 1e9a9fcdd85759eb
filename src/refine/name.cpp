#include "refine/name.hpp"

#include "read/html_text.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <re2/re2.h>

namespace almanac {
namespace {

/// Longer texts are cut before they are worked on; a name needs no more even if most of it is markup.
constexpr std::size_t max_raw = 64U << 10U;

/// Words that say it wherever they stand at the end of a name. "Full" is not one of them ("Full Moon Hike").
constexpr char words[] =
    R"((cancell?ed|postponed|rescheduled|moved online|sold[ -]?out|wait[ -]?list(?:ed| only)?|waiting list))";
constexpr char weak_words[] = "(full|fully booked|new date|cancell?ation|update)";

void set_status(Event& event, std::string_view word)
{
    auto const low = lower_ascii(word);
    if (low.starts_with("sold") || low.starts_with("wait") || low.starts_with("full")) {
        event.sold_out = true;
    } else if (low.starts_with("cancel")) {
        event.status = Status::cancelled;
    } else if (event.status == Status::scheduled) {
        if (low == "postponed")
            event.status = Status::postponed;
        else if (low == "rescheduled" || low == "new date")
            event.status = Status::rescheduled;
        else if (low == "moved online")
            event.status = Status::moved_online;
    }
}

/// One status word at one end of the name; false when there is none.
bool take_one(Event& event)
{
    static constexpr char open[] = R"((?i)^[\s\[({*!<~-]*)";
    static constexpr char reason[] = R"((?: due to [^:()\[\]–—-]{1,60})?)";
    static RE2 const before{std::string{open} + words + reason + R"((?:\s*[\])}*!:|~,>–—-]+\s*|\s+)(.*\S))"};
    static RE2 const weak_before{std::string{open} + weak_words + reason +
                                 R"((?:\s*[\])}*:|>]+[\s–—-]*|\s+[–—-]+\s+|\s*[–—]\s*)(.*\S))"};
    static RE2 const after{R"((?i)^(.*[^\s\[({*:|,–—-])(?:\s*[\[({*:|,–—]+\s*|\s+-+\s*|\s+(?:is|was|has been)\s+))" +
                           std::string{words} + reason + R"([\])}*!.\s]*$)"};
    static RE2 const after_space{R"((?i)^(.*\S)\s+(cancell?ed|postponed)[!.*\s]*$)"};
    static RE2 const weak_after{R"((?i)^(.*\S)\s*[\[(]\s*(full|fully booked)\s*[\])]\s*$)"};
    std::string word;
    std::string rest;
    if (RE2::FullMatch(event.name, before, &word, &rest) || RE2::FullMatch(event.name, weak_before, &word, &rest) ||
        RE2::FullMatch(event.name, after, &rest, &word) || RE2::FullMatch(event.name, after_space, &rest, &word) ||
        RE2::FullMatch(event.name, weak_after, &rest, &word)) {
        set_status(event, word);
        event.name = rest;
        return true;
    }
    static RE2 const alone{std::string{open} + words + R"([\W_]*$)"};
    if (RE2::FullMatch(event.name, alone, &word))
        set_status(event, word);
    return false;
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t max_bytes)
{
    return cut_at_word(collapse_spaces(mend_mojibake(plain_line(cut_at_word(text, max_raw)))), max_bytes);
}

void take_status_words(Event& event)
{
    for (int most = 4; most > 0 && take_one(event); --most) {
    }
}

}  // namespace almanac
