#include "mail/example_content.hpp"

#include <fmt/format.h>

namespace almanac::test {

MailContent eventful_content()
{
    MailContent content{
        .run = "2031-04-01T13-00-00Z",
        .time = absl::FromCivil(absl::CivilSecond{2031, 4, 1, 13, 0, 0}, absl::UTCTimeZone()),
        .timezone = "America/New_York",
        .place = "s3://example-calendar/dc",
        .events = 412,
        .sources = 25,
        .to_do = 3,
        .added = 60,
        .changed = 2,
        .cancelled = 1,
        .gone = 1,
        .news = true,
    };
    content.attention = {
        {"vnps", "Virginia Native Plant Society", "broken", "operational",
         "It gives 0 events (usual: 23). Its 17 known events stay published. Look: almanac explain vnps", true},
        {"fairfax", "Fairfax <Parks> & \"Recreation\"", "stale", "stale",
         "https://www.fairfaxcounty.gov/parks/views/ajax?_wrapper_format=drupal_ajax&view_name=events_calendar&page="
         "12345678901234567890123456789012345678901234567890 answered 503 three times. Its 40 known events stay "
         "published. Look: almanac explain fairfax",
         true},
        {"nps", "National Park Service", "skipped", "", "NPS_API_KEY is not set. A key is free at nps.gov", false},
    };
    content.changes = {
        {"Move the old event to the trash", "changed", "Owl Prowl", "2031-04-05", "19:30", "Owl Walk", "2031-04-06",
         "20:00", "https://parks.example/owl?a=1&b=2", "Arlington Parks",
         "Changed: name, start. WordPress knows an event by its name and start: the import adds it anew and leaves the "
         "old one."},
        {"Move the event to the trash", "cancelled", "Letters to the Mayor", "2031-04-09", "18:30", "", "", "",
         "https://club.example/letters", "Sierra Club DC", "Its calendar says it is cancelled."},
        {"Look at its website; move it to the trash if it is not there", "gone", "Wildflower Week", "2031-04-12", "",
         "", "", "", "", "Casey Trees", "Its calendar does not list it any more."},
        {"", "changed", "Twelve-Mile Ramble", "2031-04-05", "09:00", "", "", "", "https://club.example/ramble",
         "Sierra Club DC", "Changed: place."},
        {"", "new", "<script>alert(1)</script><img src=x onerror=alert(2)>", "2031-04-14", "10:00", "", "", "",
         "https://evil.example/\"onmouseover=\"alert(3)", "\" style=\"position:fixed", ""},
        {"", "new", std::string(180, 'W'), "2031-04-15", "11:15", "", "", "", "https://long.example/",
         "Łódź 日本 🦉", ""},
    };
    for (int i = 1; i <= 12; ++i)
        content.changes.push_back({"", "new", fmt::format("Bird Walk No. {}", i), fmt::format("2031-05-{:02}", i),
                                   "08:00", "", "", "", fmt::format("https://birds.example/walks/{}", i),
                                   "Audubon Naturalist Society", ""});
    for (auto const* name : {"venues.csv", "organizers.csv", "events.csv", "changes.csv", "report.csv"})
        content.files.push_back(
            {name, fmt::format("data/{}", name), fmt::format("latest/{}", name), "text/csv; charset=utf-8", 1000});
    return content;
}

MailExtras eventful_extras()
{
    MailExtras extras{.now = eventful_content().time + absl::Minutes(3), .link_days = 7};
    for (auto const& file : eventful_content().files)
        extras.links.push_back({file.name,
                                fmt::format("https://example-calendar.s3.us-east-1.amazonaws.com/dc/{}?X-Amz-Expires="
                                            "604800&X-Amz-Signature={}",
                                            file.path, std::string(64, 'a')),
                                extras.now + absl::Hours(6)});
    extras.attached = {"venues.csv", "organizers.csv", "events.csv", "changes.csv", "report.csv"};
    return extras;
}

}  // namespace almanac::test
