// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBondVault } from "../../src/interfaces/IBondVault.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract BondVaultTest is Fixture {
    function test_anyoneMayBondForAnOperator() public {
        vm.expectEmit(address(vault));
        emit IBondVault.BondDeposited(operator, 5 ether, 10_005 ether);
        vault.deposit(operator, 5 ether);
        vm.assertEq(vault.bondOf(operator).amount, 10_005 ether);
    }

    function test_depositRefusesBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IBondVault.ZeroAddress.selector));
        vault.deposit(address(0), 1);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.ZeroAmount.selector));
        vault.deposit(operator, 0);
    }

    function test_freeBondIsWithdrawn() public {
        uint256 before = token.balanceOf(operator);
        vm.startPrank(operator);
        vm.expectEmit(address(vault));
        emit IBondVault.BondWithdrawn(operator, 4 ether, 9996 ether);
        vault.withdraw(4 ether);
        vm.assertEq(token.balanceOf(operator) - before, 4 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.ZeroAmount.selector));
        vault.withdraw(0);
        vm.stopPrank();
    }

    function test_onlySettlementLocksAndReleases() public {
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NotSettlement.selector, operator));
        vm.prank(operator);
        vault.release(operator);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NotSettlement.selector, owner));
        vm.prank(owner);
        vault.lock(operator, 1);
    }

    function expectLocked(address account, uint128 locked) private {
        vm.expectEmit(address(vault));
        emit IBondVault.BondLocked(account, locked);
    }

    /// Of an odd bond the wei that is left over is burned; what stays locked is at most what is left.
    function testFuzz_aSlashTakesWhatIsLocked(uint96 bond, uint96 locked, uint96 keep) public {
        address account = address(0xB0);
        bond = bond % 1_000_000 ether + 1;
        locked = locked % bond + 1;
        vault.deposit(account, bond);
        vm.startPrank(address(settlement));
        vault.lock(account, locked);
        vm.expectEmit(address(vault));
        emit IBondVault.BondSlashed(account, stranger, locked - locked / 2, locked / 2);
        vault.slash(account, stranger, keep);
        vm.stopPrank();
        uint96 left = bond - locked;
        vm.assertEq(vault.bondOf(account).amount, left);
        vm.assertEq(vault.bondOf(account).locked, keep < left ? keep : left);
    }

    function testFuzz_lockedBondStays(uint96 bond, uint96 first, uint96 second) public {
        address account = address(0xB0);
        bond = bond % 1_000_000 ether + 1;
        first = first % bond;
        second = second % bond;
        vault.deposit(account, bond);
        vm.startPrank(address(settlement));
        if (first > 0) expectLocked(account, first);
        vault.lock(account, first);
        if (second > first) expectLocked(account, second);
        vault.lock(account, second);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondTooSmall.selector, bond, bond + 1));
        vault.lock(account, bond + 1);
        vm.stopPrank();
        uint96 locked = first > second ? first : second;
        vm.assertEq(vault.bondOf(account).locked, locked);

        vm.startPrank(account);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondIsLocked.selector, bond - locked + 1, bond - locked));
        vault.withdraw(bond - locked + 1);
        vault.withdraw(bond - locked);
        vm.stopPrank();
        vm.expectEmit(address(vault));
        emit IBondVault.BondReleased(account);
        vm.prank(address(settlement));
        vault.release(account);
        if (locked > 0) {
            vm.prank(account);
            vault.withdraw(locked);
        }
        vm.assertEq(token.balanceOf(account), bond);
    }
}
