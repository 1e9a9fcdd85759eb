#include "event/money.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace almanac {

void PrintTo(Money const& money, std::ostream* out)
{
    *out << money.low_cents << " to " << money.high_cents << " cents " << money.currency;
}

namespace {

TEST(Money, ReadsWhatPagesSay)
{
    struct Case {
        std::string_view text;
        std::optional<Money> want;
    };
    auto const usd = [](std::int64_t low, std::int64_t high) { return Money{low, high, "USD"}; };
    auto const free = Money{0, 0, ""};
    auto const none = std::nullopt;
    Case const cases[] = {
        {"$12.50", usd(1250, 1250)},
        {"$ 2.00", usd(200, 200)},
        {"$.50", usd(50, 50)},
        {"$22.5", usd(2250, 2250)},
        {"$1,200", usd(120000, 120000)},
        {"$1,200.50", usd(120050, 120050)},
        {"$8 per person. For more information, call 703-555-0114.", usd(800, 800)},
        {"$5 fee due upon registration.", usd(500, 500)},
        {"$10pp", usd(1000, 1000)},
        {"$0", usd(0, 0)},
        // Ranges.
        {"$5 members, $10 others", usd(500, 1000)},
        {"$10 others, $5 members", usd(500, 1000)},
        {"$5-$10", usd(500, 1000)},
        {"$5 - 10", usd(500, 1000)},
        {"$5\u201310", usd(500, 1000)},
        {"$20/25", usd(2000, 2500)},
        {"$5 to 10 per family", usd(500, 1000)},
        {"$5/child; $10/adult", usd(500, 1000)},
        {"$42 (program + tea)/ $18 (program only)", usd(1800, 4200)},
        {"$12 and up, $30 at the door", usd(1200, 3000)},
        // Numbers beside a price that are none.
        {"$5 - 10am", usd(500, 500)},
        {"$5 - 10 weeks", usd(500, 500)},
        {"$5 - 10/12/2019", usd(500, 500)},
        {"$10, ages 5 - 12, call 555-1234", usd(1000, 1000)},
        {"Room 5 - $10", usd(1000, 1000)},
        {"$15 raised our $3 million grant", none},
        {"Over $5k raised", none},
        // Other currencies.
        {"10.00 USD", usd(1000, 1000)},
        {"USD 10", usd(1000, 1000)},
        {"10 dollars", usd(1000, 1000)},
        {"10 - 15 USD", usd(1000, 1500)},
        {"US$12", usd(1200, 1200)},
        {"\u20ac12,50", Money{1250, 1250, "EUR"}},
        {"12,50 \u20ac", Money{1250, 1250, "EUR"}},
        {"12\u00a0\u20ac", Money{1200, 1200, "EUR"}},
        {"\u20ac1.200,50", Money{120050, 120050, "EUR"}},
        {"\u00a311.95", Money{1195, 1195, "GBP"}},
        {"C$20", Money{2000, 2000, "CAD"}},
        {"8.00 - 20.00 SGD", Money{800, 2000, "SGD"}},
        {"$10 (\u20ac9)", usd(1000, 1000)},
        // Free.
        {"Free", free},
        {"FREE!", free},
        {"Free and open to the public", free},
        {"Free for everyone", free},
        {"Free (donations welcome)", free},
        {"Free with registration", free},
        {"No cost", free},
        {"no charge", free},
        {"There is no fee.", free},
        {"Free; $5 parking", usd(0, 500)},
        {"Free for members, $10 others", usd(0, 1000)},
        {"$10 per child, adults are free. Please bring cash.", usd(0, 1000)},
        {"Kids free, adults $8", usd(0, 800)},
        // Not free.
        {"gluten free", none},
        {"Gluten-free lunch", none},
        {"toll free 800 555 0100", none},
        {"Feel free to come", none},
        {"Free parking", none},
        {"Free for members", none},
        {"Free with museum admission", none},
        {"Freedom", none},
        // A donation is no price.
        {"Donation", none},
        {"Suggested donation $5", none},
        {"Suggested donation, $5", none},
        {"$5-$10 suggested donation", none},
        {"Our club appreciates a voluntary $2/person donation.", none},
        {"$12 (includes $2 donation)", usd(1200, 1200)},
        {"$10 and a $2 donation", usd(1000, 1000)},
        {"A $250 deposit is due now; the price is $750 to $1050.", usd(75000, 105000)},
        {"There is a $3 toll per pass. Save $5 online.", none},
        // Only a number.
        {"12", Money{1200, 1200, ""}},
        {" 195 ", Money{19500, 19500, ""}},
        {"0", free},
        {"0.00", free},
        {"12,50", Money{1250, 1250, ""}},
        {"10 - 25", Money{1000, 2500, ""}},
        {"10 \u2013 25", Money{1000, 2500, ""}},
        {"From 30.0", Money{3000, 3000, ""}},
        {"Cost: 12 per person", Money{1200, 1200, ""}},
        // No price at all.
        {"", none},
        {"TBA", none},
        {"$", none},
        {"$ TBD", none},
        {"-5", none},
        {"2019", none},
        {"2019 - 2020", none},
        {"10/12", none},
        {"10/12/2019", none},
        {"2019-03-02", none},
        {"555-1234", none},
        {"703-555-0114", none},
        {"Room 12, 2nd floor", none},
        {"Ages 5 - 12", none},
        {"7pm", none},
        {"99999999999999999999", none},
        {"$99999999999999999999", none},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(read_money(c.text), c.want);
    }
}

TEST(Money, ReadsALongTextInLinearTime)
{
    for (std::string_view const piece : {"$5 - ", "free ", "1,234", "$", "- ", "(((", "donation $5, "}) {
        std::string text;
        while (text.size() < 1'000'000)
            text += piece;
        auto const money = read_money(text);
        EXPECT_TRUE(!money || money->low_cents <= money->high_cents) << piece;
    }
}

TEST(Money, WritesTheCostCell)
{
    EXPECT_EQ(to_cost_cell({0, 0, ""}), "0");
    EXPECT_EQ(to_cost_cell({1250, 1250, "USD"}), "12.50");
    EXPECT_EQ(to_cost_cell({1205, 1205, "USD"}), "12.05");
    EXPECT_EQ(to_cost_cell({500, 1000, "USD"}), "5 - 10");
    EXPECT_EQ(to_cost_cell({0, 120050, "USD"}), "0 - 1200.50");
}

}  // namespace
}  // namespace almanac
