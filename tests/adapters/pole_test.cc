// POLE, our documented XML of persons, objects, locations and events: what police systems are built to, out and back in.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "adapters/police/translate.h"
#include "adapters/xml.h"
#include "golden.h"
#include "tests/place/place.h"

namespace concordat::adapters::police {
namespace {

using golden::fixture;

Outcome<Translated> translated(const std::string& text) {
  return translate({.name = "x", .bytes = to_bytes(as_bytes(text)), .beside = {}});
}

// The schema that police systems are built to: every rendering of every fixture is valid by it.
TEST(Pole, renders_what_its_schema_says) {
  const auto folder = std::filesystem::temp_directory_path() / ("concordat-pole-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  for (const char* const name : {"../../deploy/samples/police-incident.xml", "police/arrest.xml", "police/court-result.xml", "police/outcome.xml",
                                 "police/juvenile.xml", "police/behavioral-health.xml"}) {
    const auto messages = translate(fixture(name));
    ASSERT_TRUE(messages.has_value()) << name;
    for (const Translation& message : messages->messages) {
      schemas::Delivered delivered = golden::delivered(message);
      for (schemas::DeliveredField& field : delivered.fields)
        if (field.id.value() % 3 == 0) field = {field.id, field.element, schemas::Level::existence, ""};
      for (const std::string& text : {render(golden::delivered(message)).text, render(delivered).text}) {
        std::ofstream{folder / "pole.xml", std::ios::binary} << text;
        const std::string command = "xmllint --noout --schema '" + (test::source_dir() / "adapters/police/pole-1.xsd").string() + "' '" +
                                    (folder / "pole.xml").string() + "' 2>&1";
        std::string said;
        FILE* const pipe = ::popen(command.c_str(), "r");
        ASSERT_NE(pipe, nullptr);
        for (char buffer[256]; std::fgets(buffer, sizeof buffer, pipe) != nullptr;) said += buffer;
        EXPECT_EQ(::pclose(pipe), 0) << name << ": " << said;
      }
    }
  }
  std::filesystem::remove_all(folder);
}

TEST(Pole, renders_every_value_or_its_view) {
  const auto messages = translate(fixture("../../deploy/samples/police-incident.xml"));
  ASSERT_TRUE(messages.has_value());
  schemas::Delivered delivered = golden::delivered(messages->messages.front());
  const std::string whole = render(delivered).text;
  EXPECT_EQ(whole, golden::expected("police/rendered.xml", whole));
  EXPECT_NE(whole.find("<Warning>DO NOT USE</Warning>"), std::string::npos);
  for (const schemas::DeliveredField& field : delivered.fields)
    EXPECT_NE(whole.find(xml_escaped(field.value)), std::string::npos)
        << schemas::FieldTable::get()[field.id].path;
  EXPECT_TRUE(read_xml(as_bytes(whole)).has_value());

  for (schemas::DeliveredField& field : delivered.fields) {
    const std::string& path = schemas::FieldTable::get()[field.id].path;
    if (path == "subject.birthDate") field = {field.id, field.element, schemas::Level::age_band, "11-15"};
    if (path == "subject.address.postcode")
      field = {field.id, field.element, schemas::Level::outward_code, "IG11"};
    if (path == "subject.ethnicity") field = {field.id, field.element, schemas::Level::existence, ""};
  }
  const std::string reduced = render(delivered).text;
  EXPECT_NE(reduced.find("<DateOfBirth detail=\"ageBand\">11-15</DateOfBirth>"), std::string::npos);
  EXPECT_NE(reduced.find("<Postcode detail=\"outwardCode\">IG11</Postcode>"), std::string::npos);
  EXPECT_NE(reduced.find("<Ethnicity detail=\"existence\"/>"), std::string::npos);
  EXPECT_EQ(reduced.find("2011-06-09"), std::string::npos);
}

// A POLE document sent by a system that reads them: what it says in part is told, and what it says wrongly is refused.
TEST(Pole, is_taken_back_and_no_more_than_it_says) {
  const std::string pole = R"(<p:PoleMessage xmlns:p="urn:concordat:pole:1"><p:Message><p:Type>update</p:Type>
<p:Marking>OFFICIAL</p:Marking></p:Message><p:Persons><p:Person id="subject"><p:Name><p:FamilyName>Okoro</p:FamilyName></p:Name>
<p:DateOfBirth detail="year">2011</p:DateOfBirth><p:Identifier><p:Register>nhsNumber</p:Register><p:Number>999 123 4500</p:Number></p:Identifier></p:Person></p:Persons>
<p:Objects><p:Communication person="nobody-1"><p:Value>1</p:Value></p:Communication></p:Objects>
<p:Other><p:Field path="services[1].name"><p:Value>School</p:Value></p:Field><p:Field path="subject[0].sex"><p:Value>male</p:Value></p:Field>
<p:Field path="services[x].name"><p:Value>X</p:Value></p:Field></p:Other></p:PoleMessage>)";
  const auto taken = translated(pole);
  const std::string listing = golden::listing(taken);
  for (const char* line : {"type update", "subject.names[0].family = Okoro", "subject.identifiers[0].value = 9991234500", "services[0].name = School",
                           "not carried line 3, DateOfBirth, of which only the year is said", "not carried line 4, Communication of nobody",
                           "not carried line 5, Field", "not carried line 6, Field"})
    EXPECT_NE(listing.find(line), std::string::npos) << line << "\n" << listing;
  EXPECT_EQ(listing.find("2011"), std::string::npos);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = pole;
    text.replace(text.find(from), from.size(), to);
    const auto outcome = translated(text);
    return outcome.has_value() ? std::string{"taken"} : outcome.error().front().code;
  };
  EXPECT_EQ(with("999 123 4500", "9991234501"), "invalid-nhs-number");
  EXPECT_EQ(with(">update<", ">musing<"), "unknown-code");
  EXPECT_EQ(with(">OFFICIAL<", ">SECRET<"), "unknown-code");
  EXPECT_EQ(with("Person id=\"subject\"", "Person id=\"related-1\""), "missing-subject");
  EXPECT_EQ(with("urn:concordat:pole:1", "urn:concordat:pole:2"), "unknown-format");
}

}  // namespace
}  // namespace concordat::adapters::police
