//! States, the federal district and the territories that share the numbering plan.

use callboard_kernel::words;

words! {
    /// Where a law may differ, by its postal code.
    pub enum State {
        /// Alabama.
        Alabama = "AL",
        /// Alaska.
        Alaska = "AK",
        /// American Samoa.
        AmericanSamoa = "AS",
        /// Arizona.
        Arizona = "AZ",
        /// Arkansas.
        Arkansas = "AR",
        /// California.
        California = "CA",
        /// Colorado.
        Colorado = "CO",
        /// Connecticut.
        Connecticut = "CT",
        /// Delaware.
        Delaware = "DE",
        /// The District of Columbia.
        DistrictOfColumbia = "DC",
        /// Florida.
        Florida = "FL",
        /// Georgia.
        Georgia = "GA",
        /// Guam.
        Guam = "GU",
        /// Hawaii.
        Hawaii = "HI",
        /// Idaho.
        Idaho = "ID",
        /// Illinois.
        Illinois = "IL",
        /// Indiana.
        Indiana = "IN",
        /// Iowa.
        Iowa = "IA",
        /// Kansas.
        Kansas = "KS",
        /// Kentucky.
        Kentucky = "KY",
        /// Louisiana.
        Louisiana = "LA",
        /// Maine.
        Maine = "ME",
        /// Maryland.
        Maryland = "MD",
        /// Massachusetts.
        Massachusetts = "MA",
        /// Michigan.
        Michigan = "MI",
        /// Minnesota.
        Minnesota = "MN",
        /// Mississippi.
        Mississippi = "MS",
        /// Missouri.
        Missouri = "MO",
        /// Montana.
        Montana = "MT",
        /// Nebraska.
        Nebraska = "NE",
        /// Nevada.
        Nevada = "NV",
        /// New Hampshire.
        NewHampshire = "NH",
        /// New Jersey.
        NewJersey = "NJ",
        /// New Mexico.
        NewMexico = "NM",
        /// New York.
        NewYork = "NY",
        /// North Carolina.
        NorthCarolina = "NC",
        /// North Dakota.
        NorthDakota = "ND",
        /// Northern Mariana Islands.
        NorthernMarianaIslands = "MP",
        /// Ohio.
        Ohio = "OH",
        /// Oklahoma.
        Oklahoma = "OK",
        /// Oregon.
        Oregon = "OR",
        /// Pennsylvania.
        Pennsylvania = "PA",
        /// Puerto Rico.
        PuertoRico = "PR",
        /// Rhode Island.
        RhodeIsland = "RI",
        /// South Carolina.
        SouthCarolina = "SC",
        /// South Dakota.
        SouthDakota = "SD",
        /// Tennessee.
        Tennessee = "TN",
        /// Texas.
        Texas = "TX",
        /// Utah.
        Utah = "UT",
        /// Vermont.
        Vermont = "VT",
        /// US Virgin Islands.
        VirginIslands = "VI",
        /// Virginia.
        Virginia = "VA",
        /// Washington.
        Washington = "WA",
        /// West Virginia.
        WestVirginia = "WV",
        /// Wisconsin.
        Wisconsin = "WI",
        /// Wyoming.
        Wyoming = "WY",
    }
}
