namespace NatComments.Core.Scoring.Doxxing;

/// <summary>The check digits that tell real numbers from random ones.</summary>
internal static class Checksums
{
    /// <summary>Turkish national id: eleven digits, the last two computed from the others.</summary>
    internal static bool IsTurkishId(ReadOnlySpan<char> digits)
    {
        if (digits.Length != 11 || digits[0] == '0')
        {
            return false;
        }

        int odd = 0, even = 0;
        for (var i = 0; i < 9; i++)
        {
            if (i % 2 == 0)
            {
                odd += digits[i] - '0';
            }
            else
            {
                even += digits[i] - '0';
            }
        }

        var tenth = (((odd * 7) - even) % 10 + 10) % 10;
        return tenth == digits[9] - '0' && (odd + even + tenth) % 10 == digits[10] - '0';
    }

    /// <summary>Payment cards: Luhn's sum of 13 to 19 digits.</summary>
    internal static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 0 ? digit : digit * 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>The lengths of accounts by country, from the register of IBAN formats: one in 97 rows of words passes the check digits, hardly any has the right length too.</summary>
    private const string IbanLengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
        + "LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 ";

    /// <summary>IBAN: country, two check digits and account as letters and digits, without spaces and as long as the country has them; the remainder by 97 must be 1.</summary>
    internal static bool IsIban(ReadOnlySpan<char> account)
    {
        if (account.Length < 15 || !char.IsAsciiDigit(account[2]) || !char.IsAsciiDigit(account[3]) || !IsLengthOfCountry(account))
        {
            return false;
        }

        var remainder = 0;
        for (var i = 0; i < account.Length; i++)
        {
            var c = account[(i + 4) % account.Length];
            var value = char.IsAsciiDigit(c) ? c - '0' : char.ToUpperInvariant(c) - 'A' + 10;
            if (value is < 0 or > 35)
            {
                return false;
            }

            remainder = ((value < 10 ? remainder * 10 : remainder * 100) + value) % 97;
        }

        return remainder == 1;
    }

    private static bool IsLengthOfCountry(ReadOnlySpan<char> account)
    {
        ReadOnlySpan<char> form = [char.ToUpperInvariant(account[0]), char.ToUpperInvariant(account[1]), (char)('0' + (account.Length / 10)), (char)('0' + (account.Length % 10)), ' '];
        return IbanLengths.AsSpan().IndexOf(form, StringComparison.Ordinal) >= 0;
    }
}
