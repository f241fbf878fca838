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

    /// <summary>IBAN: country, two check digits and account as letters and digits, without spaces; the remainder by 97 must be 1.</summary>
    internal static bool IsIban(ReadOnlySpan<char> account)
    {
        if (account.Length is < 15 or > 34)
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
}
