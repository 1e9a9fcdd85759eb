#include "merge/title_words.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace almanac {
namespace {

struct Synonyms {
    WordKind kind;
    std::string_view words;  // the first stands for all
};

// What calendars write, in groups of words that are used for one another.
constexpr Synonyms synonyms[] = {
    {WordKind::activity, "walk hike stroll ramble trek prowl"},
    {WordKind::activity, "tour"},
    {WordKind::activity, "talk lecture presentation seminar colloquium discussion"},
    {WordKind::activity, "class workshop lesson course training clinic"},
    {WordKind::activity, "basics intro introduction learn 101"},
    {WordKind::activity, "film movie screening matinee"},
    {WordKind::activity, "concert recital"},
    {WordKind::activity, "dance"},
    {WordKind::activity, "paddle kayak canoe cruise boat"},
    {WordKind::activity, "ride bike bicycle cycling"},
    {WordKind::activity, "run race marathon"},
    {WordKind::activity, "sale"},
    {WordKind::activity, "market"},
    {WordKind::activity, "swap"},
    {WordKind::activity, "meeting meetup"},
    {WordKind::activity, "session"},
    {WordKind::activity, "registration"},
    {WordKind::activity, "ceremony observance commemoration"},
    {WordKind::activity, "board"},
    {WordKind::activity, "council"},
    {WordKind::activity, "committee"},
    {WordKind::activity, "commission"},
    {WordKind::activity, "cleanup"},
    {WordKind::activity, "removal pull"},
    {WordKind::activity, "workday"},
    {WordKind::activity, "orientation"},
    {WordKind::activity, "yoga"},
    {WordKind::activity, "demonstration demo"},
    {WordKind::activity, "fair festival fest"},
    {WordKind::activity, "show exhibit exhibition"},
    {WordKind::activity, "camp"},
    {WordKind::activity, "worship service mass"},
    {WordKind::activity, "count"},
    {WordKind::activity, "potluck"},
    {WordKind::activity, "trivia"},
    {WordKind::activity, "bingo"},
    {WordKind::activity, "karaoke"},
    {WordKind::activity, "group"},
    {WordKind::activity, "support"},
    {WordKind::setting, "spring"},
    {WordKind::setting, "summer"},
    {WordKind::setting, "fall autumn"},
    {WordKind::setting, "winter"},
    {WordKind::setting, "weekend"},
    {WordKind::setting, "monday mon"},
    {WordKind::setting, "tuesday tue tues"},
    {WordKind::setting, "wednesday wed"},
    {WordKind::setting, "thursday thu thurs"},
    {WordKind::setting, "friday fri"},
    {WordKind::setting, "saturday sat"},
    {WordKind::setting, "sunday sun"},
    {WordKind::setting, "morning"},
    {WordKind::setting, "afternoon"},
    {WordKind::setting, "evening"},
    {WordKind::setting, "night"},
    {WordKind::setting, "day"},
    {WordKind::setting, "community"},
    {WordKind::setting, "volunteer"},
    {WordKind::setting, "public"},
    {WordKind::setting, "family families"},
    {WordKind::setting, "program"},
    {WordKind::setting, "event"},
    {WordKind::setting, "series"},
    {WordKind::setting, "club society"},
    {WordKind::setting, "friends"},
    {WordKind::setting, "member"},
    {WordKind::setting, "guest"},
    {WordKind::setting, "membership"},
    {WordKind::setting, "general"},
    {WordKind::setting, "regular"},
    {WordKind::setting, "weekly"},
    {WordKind::setting, "monthly"},
    {WordKind::setting, "quarterly"},
    {WordKind::setting, "open"},
    {WordKind::setting, "house"},
    {WordKind::setting, "school"},
    {WordKind::setting, "church"},
    {WordKind::setting, "library"},
    {WordKind::setting, "bible"},
    {WordKind::setting, "book"},
    {WordKind::activity, "game"},
    {WordKind::setting, "happy"},
    {WordKind::setting, "hour"},
    {WordKind::setting, "story"},
    {WordKind::setting, "time"},
    {WordKind::activity, "social"},
    {WordKind::activity, "party"},
    {WordKind::activity, "breakfast"},
    {WordKind::activity, "lunch brunch"},
    {WordKind::activity, "dinner supper"},
    {WordKind::activity, "reception"},
    {WordKind::setting, "author"},
    {WordKind::setting, "artist"},
    {WordKind::setting, "chef"},
    {WordKind::setting, "ranger naturalist"},
    {WordKind::setting, "dr doctor professor prof"},
    {WordKind::setting, "park"},
    {WordKind::setting, "center"},
    {WordKind::setting, "site"},
    {WordKind::setting, "area"},
    {WordKind::level, "beginner beginning beg novice"},
    {WordKind::level, "intermediate int"},
    {WordKind::level, "advanced adv expert"},
    {WordKind::audience, "kid child children"},
    {WordKind::audience, "teen tween teenager"},
    {WordKind::audience, "youth"},
    {WordKind::audience, "adult grown grownup"},
    {WordKind::audience, "senior elder"},
    {WordKind::audience, "toddler"},
    {WordKind::audience, "baby babies infant"},
    {WordKind::audience, "preschool preschooler"},
    {WordKind::audience, "kindergarten"},
    {WordKind::audience, "girl"},
    {WordKind::audience, "boy"},
    {WordKind::audience, "women"},
    {WordKind::audience, "men"},
    {WordKind::language, "english"},
    {WordKind::language, "spanish espanol"},
    {WordKind::language, "french"},
    {WordKind::language, "german"},
    {WordKind::language, "italian"},
    {WordKind::language, "portuguese"},
    {WordKind::language, "arabic"},
    {WordKind::language, "chinese mandarin"},
    {WordKind::language, "korean"},
    {WordKind::language, "japanese"},
    {WordKind::language, "vietnamese"},
    {WordKind::language, "amharic"},
    {WordKind::direction, "north northern"},
    {WordKind::direction, "south southern"},
    {WordKind::direction, "east eastern"},
    {WordKind::direction, "west western"},
    {WordKind::direction, "upper"},
    {WordKind::direction, "lower"},
    {WordKind::part, "half"},
    {WordKind::part, "quarter"},
    {WordKind::part, "preview"},
    {WordKind::part, "rehearsal"},
    {WordKind::part, "pickup"},
    {WordKind::part, "deadline"},
    {WordKind::mode, "virtual online zoom webinar webcast livestream electronic remote"},
    {WordKind::mode, "person"},
    {WordKind::number, "1 i one first"},
    {WordKind::number, "2 ii two second"},
    {WordKind::number, "3 iii three third"},
    {WordKind::number, "4 iv four fourth"},
    {WordKind::number, "5 five fifth"},
    {WordKind::number, "6 vi six sixth"},
    {WordKind::number, "7 vii seven seventh"},
    {WordKind::number, "8 viii eight eighth"},
    {WordKind::number, "9 ix nine ninth"},
    {WordKind::number, "10 ten tenth"},
    {WordKind::thing, "veteran vet"},
    {WordKind::thing, "animal pet"},
};

constexpr std::string_view noise =
    "a an the and or of at in on up for with by to from our your their its us s v vs via is be you hybrid today am pm "
    "annual free new presents presented presenting featuring feat hosted join special distinguished after "
    "before what how under over into onto through during about near";

/// In at least four of 440 calendars that were captured, by no more than one a platform; and what is said like them.
constexpr std::string_view everyday =
    "music city celebration closed release food truck conference hall rock craft town holiday art live play zoning "
    "christmas "
    "fun health big video showcase comedy love business retreat making off work tech labor memorial small final cafe "
    "local "
    "band choir science world last mic ice coffee university jam college student drive study tree thanksgiving writing "
    "hunt "
    "little halloween classic early tribute launch country musical line action summit state office district garden "
    "challenge fire golf paint practice project opening closing mystery card networking advisory directors best "
    "experience trail information egg downtown fundraiser building people career picnic block life blood sports awards "
    "homecoming heritage mental painting gallery sound bath repair wine tasting staff planning parent pta";

}  // namespace

std::string without_ending(std::string_view word)
{
    std::string stem{word};
    auto const drop = [&](std::string_view ending, std::size_t least) {
        if (stem.size() < least || !stem.ends_with(ending))
            return false;
        stem.resize(stem.size() - ending.size());
        return true;
    };
    if (drop("ies", 5))
        stem += 'y';
    else if (!stem.ends_with("ss"))
        drop("s", 4);
    if (drop("ing", 6) && stem.size() > 3 && stem[stem.size() - 1] == stem[stem.size() - 2])
        stem.pop_back();
    drop("e", 4);
    return stem;
}

bool is_everyday(std::string_view stem)
{
    static auto const stems = [] {
        std::unordered_set<std::string> all;
        for (auto const word : split(everyday, ' '))
            all.insert(without_ending(word));
        return all;
    }();
    return stems.contains(std::string{stem});
}

std::optional<TitleWord> know_word(std::string_view word)
{
    static auto const known = [] {
        std::unordered_map<std::string, TitleWord> words;
        for (auto const& group : synonyms) {
            auto const all = split(group.words, ' ');
            for (auto const one : all)
                words.try_emplace(without_ending(one), TitleWord{without_ending(all.front()), group.kind});
        }
        return words;
    }();
    static auto const silent = [] {
        auto const all = split(noise, ' ');
        return std::unordered_set<std::string_view>{all.begin(), all.end()};
    }();
    if (silent.contains(word))
        return std::nullopt;
    auto stem = without_ending(word);
    auto const it = known.find(stem);
    return it == known.end() ? TitleWord{std::move(stem), WordKind::thing} : it->second;
}

}  // namespace almanac
