@0xb1f5c2a07d3e4c11;
# What every field says about itself. The field table reads these by reflection; nothing else in the
# project says what a field's class, views or companions are. docs/fields.md is generated from them.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("concordat::schemas::wire");

annotation class     @0xb1f5c2a07d3e4c12 (field) :Text;
# identity identifier contact narrative administrative (ordinary); health ethnicity religion politics
# sexLife migration offence source (granted only by name); monitoring (granted to nobody).
annotation type      @0xb1f5c2a07d3e4c13 (field) :Text;
# What a Text may hold: text (default), name, date, dateTime, postcode, uuid, path. Codes and numbers need none.
annotation views     @0xb1f5c2a07d3e4c14 (field) :Text;
# Besides full and existence, most detailed first: "month,year,ageBand", "outwardCode", "initials".
annotation fact      @0xb1f5c2a07d3e4c15 (field) :Void;
# A condition may test it.
annotation key       @0xb1f5c2a07d3e4c16 (field) :Void;
# Discriminates the elements of its list: usable in a selector.
annotation with      @0xb1f5c2a07d3e4c17 (field) :Text;
# Companions, by sibling name: the field leaves only with each of these that is present.
annotation qualifies @0xb1f5c2a07d3e4c18 (field) :Text;
# Siblings whose committed value holds this field's value inside it.
annotation since     @0xb1f5c2a07d3e4c19 (field) :UInt16;
# The schema version that brought it; 1 where absent.
annotation meaning   @0xb1f5c2a07d3e4c1a (field) :Text;
# One plain sentence for forms, hovers and docs.
